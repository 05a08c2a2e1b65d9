"""A double click installs from the wheels beside it, once, and opens the pages; what goes wrong is said in Chinese."""

from __future__ import annotations

import ast
import ensurepip
import importlib.util
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from assistant import starting

ROOT = Path(__file__).parent.parent.parent
PIP = next((Path(ensurepip.__file__).parent / "_bundled").glob("pip-*.whl"), None)
linux = pytest.mark.skipif(sys.platform != "linux" or PIP is None, reason="a Linux Python with ensurepip's pip")
# Stands for the pages: says what it was started with and ends.
UI = "import json, sys\nprint(json.dumps({'arguments': sys.argv[1:], 'prefix': sys.prefix, 'path': sys.path}))\n"


@pytest.fixture(scope="session")
def bundling() -> Any:
    spec = importlib.util.spec_from_file_location("bundle", ROOT / ".ci" / "bundle.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["bundle"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(tmp_path: Path, bundling: Any) -> Path:
    """Return a bundle with pip and one small wheel, in a folder with blanks and Chinese in its name."""
    folder = tmp_path / "办公 电脑" / "策问 (1)"
    wheels = folder / "setup" / "wheels"
    wheels.mkdir(parents=True)
    assert PIP
    shutil.copy(PIP, wheels)
    with zipfile.ZipFile(wheels / "cewen-0.1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("ui.py", UI)
        wheel.writestr("cewen-0.1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: cewen\nVersion: 0.1.0\n")
        wheel.writestr("cewen-0.1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("cewen-0.1.0.dist-info/RECORD", "")
    python = ".".join(map(str, sys.version_info[:2]))
    target = bundling.Target("", (), "start.sh")
    words = {"version": "0.1.0", "platform": "linux-x86_64", "python": python}
    bundling.describe(folder / "setup", starting.platform_name(), target, python)
    bundling.add_starter(folder, target, python, words)
    bundling.add_checksums(folder)
    return folder


def start(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", str(folder / "start.sh"), *arguments], capture_output=True, encoding="utf-8", timeout=120, cwd="/",
        env={"PATH": os.environ["PATH"], "PYTHON": sys.executable, "HOME": str(folder.parent), "LANG": "C"} | more,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip


def change(folder: Path, **facts: Any) -> None:
    path = folder / "setup" / "bundle.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | facts))


@linux
def test_the_first_start_installs_and_later_ones_only_open(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "ui.py").write_text("raise SystemExit('a stranger')")
    misled = {"PYTHONPATH": str(tmp_path), "PIP_INDEX_URL": "http://127.0.0.1:9", "PIP_TARGET": str(tmp_path)}
    first = start(folder, "--port", "7861", **misled)
    assert (first.returncode, "首次启动" in first.stdout) == (0, True), first.stderr
    told = json.loads(first.stdout.splitlines()[-1])
    assert told["arguments"] == ["serve", "--samples", "--browser", "--port", "7861"]
    assert Path(told["prefix"]) == folder / "env"
    again = start(folder)
    assert (again.returncode, "安装" in again.stdout) == (0, False)
    check = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder, capture_output=True)
    assert check.returncode == 0, check.stderr


@linux
def test_an_installation_that_was_killed_is_made_anew(folder: Path) -> None:
    command = [sys.executable, "-I", str(folder / "setup" / "starting.py")]
    for _ in range(2):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while not (folder / "env" / "bin").exists():
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert not (folder / "env" / "installed").exists()
        (folder / "env" / "half").touch()
    result = start(folder)
    assert (result.returncode, "首次启动" in result.stdout) == (0, True), result.stderr
    assert not (folder / "env" / "half").exists()


@linux
def test_two_double_clicks_install_once(folder: Path) -> None:
    command = [sys.executable, "-I", str(folder / "setup" / "starting.py")]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") for _ in range(2)]
    told = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum("首次启动" in each for each in told) == 1


@linux
def test_a_moved_folder_goes_on_and_an_updated_one_is_installed_anew(folder: Path) -> None:
    assert start(folder).returncode == 0
    moved = folder.rename(folder.with_name("搬走"))
    result = start(moved)
    assert "首次启动" not in result.stdout
    assert json.loads(result.stdout.splitlines()[-1])["prefix"] == str(moved / "env")
    with (moved / "setup" / "requirements.txt").open("a", encoding="utf-8") as file:
        file.write("# another version\n")
    assert "首次启动" in start(moved).stdout


@linux
def test_a_folder_that_cannot_be_written_to_leads_to_the_users_data(folder: Path, tmp_path: Path) -> None:
    bundle = starting.read_bundle(folder / "setup")
    assert bundle
    # /proc takes no files, not even from root.
    assert not starting.can_hold_environment(Path("/proc"))
    python = starting.install_bundle(bundle, (Path("/proc"), tmp_path / "数据"))
    assert python == tmp_path / "数据" / "env" / "bin" / "python"
    with pytest.raises(starting.StartError, match="写不进去"):
        starting.install_bundle(bundle, (Path("/proc"), Path("/proc/1")))


@linux
@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"python": "3.10"}, "用于 Python 3.10"),
        ({"platform": "linux-loongarch64"}, "用于 linux-loongarch64"),
        ({"glibc": [9, 9]}, "glibc"),
        ({"installed_mb": 10**9}, "磁盘空间不够"),
    ],
)
def test_a_computer_that_does_not_fit_is_told_why(folder: Path, facts: dict[str, Any], message: str) -> None:
    change(folder, **facts)
    result = start(folder)
    assert (result.returncode, message in result.stderr) == (1, True), result.stderr
    assert not (folder / "env").exists()


@linux
def test_a_damaged_or_missing_wheel_is_told(folder: Path) -> None:
    wheel = folder / "setup" / "wheels" / "cewen-0.1.0-py3-none-any.whl"
    content = wheel.read_bytes()
    wheel.write_bytes(content.replace(b"import json", b"import Json"))
    assert "复制时损坏" in start(folder).stderr
    assert not (folder / "env").exists()
    wheel.unlink()
    assert "安装包不全" in start(folder).stderr
    wheel.write_bytes(content)
    assert start(folder).returncode == 0


@linux
@pytest.mark.parametrize("version", ["2.7", "3.7", "3.14", ""])
def test_without_a_fitting_python_it_says_which_to_install(folder: Path, tmp_path: Path, version: str) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("bash", "dirname", "cat"):
        (programs / name).symlink_to(str(shutil.which(name)))
    if version:
        (programs / "python3").write_text(f"#!/bin/bash\necho {version}\n")
        (programs / "python3").chmod(0o755)
    result = start(folder, PATH=str(programs), PYTHON="")
    assert result.returncode == 1
    assert "请安装 64 位的 Python 3." in result.stderr
    assert not version or f"Python {version} 不合适" in result.stderr


@linux
def test_a_fresh_checkout_opens_without_installing(tmp_path: Path) -> None:
    for name in ("requirements.txt", "pyproject.toml"):
        (tmp_path / name).touch()
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    # What make leaves behind.
    (tmp_path / ".venv" / "installed").touch()
    assert starting.install_checkout(tmp_path) == python


def test_the_starter_needs_nothing_installed() -> None:
    tree = ast.parse(Path(starting.__file__).read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest, too_new = (".".join(map(str, version)) for version in (starting.OLDEST, starting.TOO_NEW))
    assert project["requires-python"] == f">={oldest},<{too_new}"


def test_start_sh_is_sound() -> None:
    script = ROOT / "start.sh"
    assert os.access(script, os.X_OK)
    assert b"\r" not in script.read_bytes()
    if shutil.which("bash"):
        assert subprocess.run(["bash", "-n", str(script)]).returncode == 0
    if shutil.which("shellcheck"):
        assert subprocess.run(["shellcheck", str(script)]).returncode == 0


def test_start_bat_is_as_cmd_wants_it() -> None:
    content = (ROOT / "start.bat").read_bytes()
    text = content.decode("ascii")
    assert content.count(b"\n") == content.count(b"\r\n")
    lines = text.split("\r\n")
    jumps = {word for line in lines for word in _words_after(line, "goto ") | _words_after(line, "call :")}
    assert jumps == {line[1:] for line in lines if line.startswith(":")} == {"start", "try"}
    assert all(line.count('"') % 2 == 0 for line in lines)
    # It looks where the checkout and the bundle have these files, and tries the same versions as start.sh.
    assert "%~dp0assistant" in text
    assert "%~dp0setup" in text
    for name in ("starting.py", "no_python.txt"):
        assert f"%FOLDER%\\{name}" in text
        assert (ROOT / "assistant" / name).exists()
    for version in ("3.11", "3.12", "3.13"):
        assert f"call :try py -{version}" in lines
        assert f"python{version}" in (ROOT / "start.sh").read_text(encoding="utf-8")


def _words_after(line: str, word: str) -> set[str]:
    return {rest.split()[0] for rest in line.split(word)[1:]}


@linux
def test_the_desktop_icon_starts_the_script_beside_it(folder: Path) -> None:
    icon = folder / "策问.desktop"
    (folder / "start.sh").write_text('echo "$0"', encoding="utf-8")
    line = next(line for line in icon.read_text(encoding="utf-8").splitlines() if line.startswith("Exec="))
    # As the Desktop Entry Specification has it: escapes of strings first, then quoting, then the field code.
    words = shlex.split(line.removeprefix("Exec=").replace("\\\\", "\\"))
    command = [str(icon) if word == "%k" else word.replace("\\$", "$") for word in words]
    told = subprocess.run(command, cwd="/", capture_output=True, encoding="utf-8")
    assert told.stdout.strip() == str(folder / "start.sh")
    if shutil.which("desktop-file-validate"):
        assert subprocess.run(["desktop-file-validate", str(icon)]).returncode == 0


def test_the_notes_open_in_notepad(folder: Path, bundling: Any) -> None:
    content = (folder / "说明.txt").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert "{" not in content.decode("utf-8-sig")
    windows = bundling.TARGETS["win-amd64"]
    assert windows.starter == "start.bat"
    assert (ROOT / windows.starter).exists()
