@echo off
rem Double click: installs on the first start, then opens the pages. Arguments go to "cewen serve": start.bat --port 7861
rem ASCII only: cmd loses its place in a batch file with other characters. What is said in Chinese comes from files.
setlocal EnableExtensions DisableDelayedExpansion
chcp 65001 >nul
set "FOLDER=%~dp0setup"
if not exist "%FOLDER%\starting.py" set "FOLDER=%~dp0assistant"
set "STARTER=%FOLDER%\starting.py"

if defined PYTHON call :try "%PYTHON%" && goto start
call :try "%~dp0python\python.exe" && goto start
call :try py -3.11 && goto start
call :try py -3.12 && goto start
call :try py -3.13 && goto start
call :try python && goto start
type "%FOLDER%\no_python.txt"
pause
exit /b 1

:start
%FOUND% -I "%STARTER%" %*
if errorlevel 1 pause
exit /b

:try
rem An older Python cannot even read the starter.
%* -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul || exit /b 1
%* -I "%STARTER%" --fits || exit /b 1
set "FOUND=%*"
exit /b 0
