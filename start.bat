@echo off
rem Double click: installs on the first start, then opens the pages. Arguments go to "cewen serve": start.bat --port 7861
rem ASCII only: cmd loses its place in a batch file with other characters. What is said in Chinese comes from files.
setlocal EnableExtensions DisableDelayedExpansion
chcp 65001 >nul
set "FOLDER=%~dp0setup"
if not exist "%FOLDER%\starting.py" set "FOLDER=%~dp0assistant"
set "STARTER=%FOLDER%\starting.py"
set "FOUND="

if defined PYTHON call :try "%PYTHON%"
call :try "%~dp0python\python.exe"
call :try py -3.11
call :try py -3.12
call :try py -3.13
call :try python
if defined FOUND goto start
type "%FOLDER%\no_python.txt"
pause
exit /b 1

:start
%FOUND% -I "%STARTER%" %*
if not %errorlevel%==0 pause
exit /b %errorlevel%

:try
if defined FOUND exit /b
rem An older Python cannot even read the starter.
%* -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if not %errorlevel%==0 exit /b
%* -I "%STARTER%" --fits
if not %errorlevel%==0 exit /b
set "FOUND=%*"
exit /b
