"""Install 策问 on its first start, then open its pages: what start.sh and start.bat run.

It runs before anything is installed, so it imports the standard library alone. In a bundle (made by `make bundle`) it
installs from the wheels beside it and asks no network; in a checkout it does what `make run` does, without make.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent.parent
OLDEST, TOO_NEW = (3, 11), (3, 14)  # as requires-python in pyproject.toml
WINDOWS_PATH = 259  # characters that Windows takes where nobody has switched longer paths on
COPY_AGAIN = "请重新复制整个文件夹，再启动"
ADVICE = {
    "No space left on device": "磁盘满了。请腾出空间后再启动，会从头装好",
    "DO NOT MATCH THE HASHES": f"安装包在复制时损坏了。{COPY_AGAIN}",
    "No matching distribution": f"安装包不全。{COPY_AGAIN}",
    "ensurepip is not available": "缺少 venv。请运行 sudo apt install python3-venv，再启动",
}


class StartError(Exception):
    """Say in Chinese what keeps 策问 from starting, and what to do."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What `make bundle` wrote down of its wheels: whom they fit and what room they take."""

    folder: Path
    python: str
    platform: str
    glibc: tuple[int, ...]
    installed_mb: int
    longest_path: int

    @property
    def wheels(self) -> Path:
        """The folder of the wheels."""
        return self.folder / "wheels"

    @property
    def requirements(self) -> Path:
        """The list of all the wheels, with their digests."""
        return self.folder / "requirements.txt"


def read_bundle(folder: Path) -> Bundle | None:
    """Return the bundle in a folder `setup`, or None where there is none: that is a checkout."""
    try:
        facts = json.loads((folder / "bundle.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return Bundle(folder, **(facts | {"glibc": tuple(facts["glibc"])}))


def platform_name() -> str:
    """Return the system and the processor that this Python was built for, such as linux-x86_64 or win-amd64."""
    parts = sysconfig.get_platform().split("-")
    return "-".join(dict.fromkeys((parts[0], parts[-1])))


def misfit(bundle: Bundle | None) -> str:
    """Return why this Python cannot run 策问, or nothing."""
    version = ".".join(map(str, sys.version_info[:2]))
    if bundle is None:
        return "" if OLDEST <= sys.version_info[:2] < TOO_NEW else f"Python {version} 不合适，需要 3.11 到 3.13"
    if bundle.platform != platform_name():
        return f"这份安装包用于 {bundle.platform}，这个 Python 是 {platform_name()} 的"
    if bundle.python != version:
        return f"这份安装包用于 Python {bundle.python}，这个是 {version}"
    library, number = platform.libc_ver()
    if library == "glibc" and tuple(map(int, number.split("."))) < bundle.glibc:
        return f"系统太旧：glibc 是 {number}，需要 {'.'.join(map(str, bundle.glibc))} 以上"
    return ""


@dataclass(frozen=True, slots=True)
class Environment:
    """A folder with an environment of its own, ready once its stamp says what was installed into it."""

    folder: Path
    wanted: str

    @property
    def python(self) -> Path:
        """The environment's Python."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def is_ready(self) -> bool:
        """Tell whether what is wanted was installed to the end, and the Python under it is still there."""
        try:
            return self.python.exists() and (self.folder / "installed").read_text(encoding="utf-8") == self.wanted
        except OSError:
            return False

    def set_ready(self) -> None:
        """Write the stamp, as the last step."""
        (self.folder / "installed").write_text(self.wanted, encoding="utf-8")


def install_bundle(bundle: Bundle, places: Sequence[Path]) -> Path:
    """Return the Python of an environment with the bundle's wheels; it is made in the first place that can hold it.

    Raises:
        StartError: it could not be made.
    """
    # What is installed, and the Python that it stands on: a folder that was moved with its Python is set up anew.
    wanted = hashlib.sha256(bundle.requirements.read_bytes()).hexdigest() + "\n" + sys.base_prefix
    environments = [Environment(place / "env", wanted) for place in places]
    for environment in environments:
        if environment.is_ready():
            return environment.python
    for environment in environments:
        if can_hold_environment(environment.folder.parent):
            break
    else:
        raise StartError(f"{'、'.join(map(str, places))} 都写不进去。请检查权限和磁盘，再启动")
    with _alone(environment.folder.parent / "installing.lock") as lock:
        if not environment.is_ready():
            _remove(environment.folder)
            _check_room(bundle, environment)
            print(f"首次启动，正在安装到 {environment.folder}，要一到几分钟……", flush=True)
            try:
                _install_wheels(bundle, environment, lock)
            except StartError:
                # Half an environment is of no use, and may be what fills the disk.
                shutil.rmtree(environment.folder, ignore_errors=True)
                raise
            environment.set_ready()
            print("安装完成。", flush=True)
    return environment.python


def can_hold_environment(folder: Path) -> bool:
    """Tell whether an environment can live in a folder: it can be written to, makes links and runs programs."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as probe:
            if os.name != "nt":
                (Path(probe) / "link").symlink_to("target")
                return not os.statvfs(folder).f_flag & os.ST_NOEXEC
    except OSError:
        return False
    return True


def data_folder() -> Path:
    """Return where the system keeps a user's installed data."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "cewen"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "cewen"


def install_checkout(root: Path) -> Path:
    """Return the Python of a checkout's .venv, filled from the package index where it is missing or out of date.

    Raises:
        StartError: it could not be installed.
    """
    environment = Environment(root / ".venv", "")
    sources = (root / "requirements.txt", root / "pyproject.toml")

    def is_fresh() -> bool:
        stamp = environment.folder / "installed"
        return environment.is_ready() and all(stamp.stat().st_mtime >= each.stat().st_mtime for each in sources)

    if is_fresh():
        return environment.python
    environment.folder.mkdir(exist_ok=True)
    with _alone(environment.folder / "installing.lock"):
        if not is_fresh():
            print("正在安装，首次要一到几分钟……", flush=True)
            if not environment.python.exists():
                _run([sys.executable, "-m", "venv", str(environment.folder)])
            python = str(environment.python)
            _run([python, "-m", "pip", "install", "--quiet", "uv"])
            install = [str(environment.python.with_name("uv")), "pip", "install", "--python", python]
            _run([*install, "--compile-bytecode", "-r", str(sources[0])])
            _run([*install, "--no-deps", "-e", str(root)])
            environment.set_ready()
            print("安装完成。", flush=True)
    return environment.python


def serve(python: Path, arguments: Sequence[str]) -> int:
    """Open the pages with an environment's Python and return how they ended."""
    command = [str(python), "-I", "-m", "ui", "serve", "--samples", "--browser", *arguments]
    if os.name != "nt":
        os.execve(command[0], command, _clean_environment())
    # There Ctrl+C reaches both processes: this one waits for the server, which saves and stops.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return subprocess.call(command, env=_clean_environment())


def main(arguments: Sequence[str]) -> int:
    """Install what is missing and open the pages; with --fits only tell whether this Python can."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        bundle = read_bundle(ROOT / "setup")
        reason = misfit(bundle)
        if arguments == ["--fits"]:
            if reason:
                print(reason)
            return int(bool(reason))
        if reason:
            raise StartError(reason)
        python = install_bundle(bundle, (ROOT, data_folder() / ROOT.name)) if bundle else install_checkout(ROOT)
        return serve(python, arguments)
    except StartError as error:
        print(f"错误：{error}", file=sys.stderr)
    except OSError as error:
        print(f"错误：{error.filename or ''} {error.strerror or error}。请检查磁盘和权限后再启动", file=sys.stderr)
    except KeyboardInterrupt:
        print("\n已中断；再启动时接着安装。", file=sys.stderr)
    return 1


def _install_wheels(bundle: Bundle, environment: Environment, lock: IO[bytes]) -> None:
    pip = next(bundle.wheels.glob("pip-*.whl"), None)
    if pip is None:
        raise StartError(f"安装包不全。{COPY_AGAIN}")
    log = environment.folder.parent / "install.log"
    log.unlink(missing_ok=True)
    # pip is run out of its wheel, so that a system without ensurepip (Debian puts it elsewhere) can install, too.
    _run([sys.executable, "-I", "-m", "venv", "--without-pip", str(environment.folder)], log, lock)
    _run(
        [str(environment.python), "-I", str(pip / "pip"), "install", "--no-index", "--find-links", str(bundle.wheels),
         "--no-deps", "--require-hashes", "--no-compile", "--requirement", str(bundle.requirements)],
        log, lock,
    )  # fmt: skip


def _run(command: Sequence[str], log: Path | None = None, lock: IO[bytes] | None = None) -> None:
    """Run one step of the installation, its output into the log where there is one."""
    if log is None:
        # Wheels that pip is told to look for are found by uv, too, as the Makefile has it.
        more = {"UV_FIND_LINKS": os.environ.get("PIP_FIND_LINKS", ""), "UV_LINK_MODE": "copy"}
        step = subprocess.run(command, env=more | os.environ)
        if step.returncode:
            raise StartError("没装成，原因见上。没有网络的电脑请用做好的安装包（make bundle）")
        return
    # A step that outlives this process, killed in between, keeps the lock until it ends.
    held = (lock.fileno(),) if lock and os.name != "nt" else ()
    with log.open("ab") as output:
        step = subprocess.run(
            command, stdout=output, stderr=subprocess.STDOUT, env=_clean_environment(), pass_fds=held, close_fds=True
        )
    if step.returncode:
        told = log.read_text(encoding="utf-8", errors="replace")
        advice = next((advice for words, advice in ADVICE.items() if words in told), "请把这个文件交给维护人员")
        raise StartError(f"没装成，详见 {log}。{advice}")


def _clean_environment() -> dict[str, str]:
    """Return our environment without what would lead Python or pip elsewhere than to the bundle."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
    return kept | {"PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


@contextmanager
def _alone(path: Path) -> Iterator[IO[bytes]]:
    """Hold a lock that the system lets go when its holders end, however they end."""
    with path.open("ab") as lock:
        told = False
        while not _take(lock):
            if not told:
                print("另一个窗口正在安装，请稍候……", flush=True)
            told = True
            time.sleep(1)
        yield lock


def _take(lock: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _remove(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise StartError(f"旧的 {folder} 删不掉：{error.strerror}。请关闭正在运行的策问，再启动") from error


def _check_room(bundle: Bundle, environment: Environment) -> None:
    folder = environment.folder.parent
    free, needed = shutil.disk_usage(folder).free // 2**20, bundle.installed_mb * 12 // 10
    if free < needed:
        raise StartError(f"磁盘空间不够：{folder} 还剩 {free} MB，要 {needed} MB。请腾出空间后再启动")
    if os.name == "nt" and len(str(environment.folder)) + bundle.longest_path > WINDOWS_PATH:
        raise StartError(f"{folder} 的路径太长。请把整个文件夹移到 D:\\cewen 这样短的路径下，再启动")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
