"""Gather in one folder all that an office computer without network needs to install and start 策问.

    python .ci/bundle.py [--target linux-x86_64] [--python-version 3.11] [--python-folder FOLDER] [--output dist]

Wheels come from where pip and uv find them here; nothing but pins of requirements.txt is taken. The folder's name is
ASCII, because Windows reads Chinese names out of many zip files wrongly.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import Parser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from assistant.starting import platform_name  # noqa: E402

# What the project's wheel is built from: a copy, so that no build/ of an earlier time gets in.
SOURCES = ("assistant", "corpus", "index", "prompts", "ui.py", "pyproject.toml", "README.md", "LICENSE")
# 麒麟 V10 and 统信 UOS 20 have glibc 2.28 or later; torch, numpy and scipy are not built for older ones.
GLIBC = (2, 28)
PIP = "pip>=25"

DESKTOP = r"""[Desktop Entry]
Type=Application
Version=1.0
Name=策问
Comment=从本单位的资料里回答问题、查找经验、起草和核对材料
Exec=bash -c "exec bash \\"\\$(dirname \\"\\$1\\")/start.sh\\"" cewen %k
Terminal=true
Categories=Office;
"""


@dataclass(frozen=True, slots=True)
class Target:
    """A system to bundle for: its name for uv's resolver, and the wheel tags that it takes, best first."""

    resolver: str
    tags: tuple[str, ...]
    starter: str = "start.sh"
    glibc: tuple[int, ...] = ()


def _linux(machine: str) -> Target:
    tags = [f"manylinux_{GLIBC[0]}_{minor}_{machine}" for minor in range(GLIBC[1], 4, -1)]
    older = [f"manylinux{year}_{machine}" for year in ("2014", "2010", "1")]
    return Target(f"{machine}-manylinux_{GLIBC[0]}_{GLIBC[1]}", (*tags, *older, f"linux_{machine}"), glibc=GLIBC)


TARGETS = {
    "linux-x86_64": _linux("x86_64"),
    "linux-aarch64": _linux("aarch64"),
    "win-amd64": Target("windows", ("win_amd64",), "start.bat"),
}


@dataclass(frozen=True, slots=True)
class Wheel:
    """One wheel as its file tells it."""

    path: Path

    @property
    def metadata(self) -> Message:
        """Its METADATA."""
        with zipfile.ZipFile(self.path) as archive:
            name = next(name for name in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
            return Parser().parsestr(archive.read(name).decode("utf-8", "replace"))

    @property
    def licence(self) -> str:
        """Its licence in a line: the expression, the classifiers, or the first line of the text."""
        metadata = self.metadata
        classified = [
            each.rsplit(" :: ", 1)[-1] for each in metadata.get_all("Classifier", []) if each.startswith("License ::")
        ]
        stated = str(metadata.get("License") or "").strip().splitlines()
        return metadata.get("License-Expression") or "；".join(classified) or (stated[0][:80] if stated else "见软件包")

    @property
    def requirement(self) -> str:
        """Its line in a list that pip compares digests with."""
        metadata = self.metadata
        return f"{metadata['Name']}=={metadata['Version']} --hash=sha256:{digest(self.path)}"

    def members(self) -> list[zipfile.ZipInfo]:
        """Return what it unpacks to."""
        with zipfile.ZipFile(self.path) as archive:
            return archive.infolist()


def resolve(target: Target, python: str) -> list[str]:
    """Return the pins of all that 策问 needs at run time, with text recognition and pip, on a target."""
    command = [
        _uv(), "pip", "compile", "--quiet", "pyproject.toml", "-", "--extra", "ocr", "--constraint", "requirements.txt",
        "--python-version", python, "--python-platform", target.resolver, "--no-header", "--no-annotate",
    ]  # fmt: skip
    environment = {"UV_FIND_LINKS": os.environ.get("PIP_FIND_LINKS", "")} | os.environ
    answer = subprocess.run(
        command, input=PIP, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, encoding="utf-8"
    )
    return answer.stdout.split()


def fetch(pins: Sequence[str], target: Target, python: str, wheels: Path) -> None:
    """Put the wheels of all pins into a folder; what is published as source alone is built, if it is plain Python.

    Raises:
        SystemExit: a package has neither a wheel for the target nor plain Python.
    """
    abi = "cp" + python.replace(".", "")
    tags = [word for tag in target.tags for word in ("--platform", tag)]
    tags += [word for each in (abi, "abi3", "none") for word in ("--abi", each)]
    _pip("download", "--no-deps", "--implementation", "cp", "--python-version", python, *tags, "-d", str(wheels), *pins)
    for source in [path for path in wheels.iterdir() if path.suffix != ".whl"]:
        with tempfile.TemporaryDirectory() as built:
            _pip("wheel", "--no-deps", "-w", built, str(source))
            wheel = next(Path(built).glob("*.whl"))
            if not wheel.name.endswith("-none-any.whl"):
                raise SystemExit(f"{source.name} 没有适用的安装包，只有源码，不能为另一种系统编译")
            shutil.move(wheel, wheels)
        source.unlink()


def build_project(wheels: Path) -> None:
    """Build the project's own wheel, with its model, samples and prompts, into a folder."""
    with tempfile.TemporaryDirectory() as folder:
        for name in SOURCES:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, Path(folder) / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / name, folder)
        subprocess.run([_uv(), "build", "--quiet", "--wheel", "--out-dir", str(wheels), folder], check=True)
    # uv marks the folder as one that git need not keep.
    (wheels / ".gitignore").unlink(missing_ok=True)


def describe(setup: Path, name: str, target: Target, python: str) -> None:
    """Write beside the wheels what the starter wants to know, the list to install, and the licences."""
    wheels = [Wheel(path) for path in sorted((setup / "wheels").glob("*.whl"))]
    members = [member for wheel in wheels for member in wheel.members()]
    site = "Lib/site-packages/"
    facts = {
        "python": python,
        "platform": name,
        "glibc": target.glibc,
        "installed_mb": sum(member.file_size for member in members) // 2**20,
        "longest_path": max(len(member.filename) for member in members) + len(site) + 1,
    }
    _write(setup / "bundle.json", json.dumps(facts, indent=2) + "\n")
    _write(setup / "requirements.txt", "".join(wheel.requirement + "\n" for wheel in wheels))
    licences = (f"{wheel.metadata['Name']} {wheel.metadata['Version']}\t{wheel.licence}\n" for wheel in wheels)
    _write(setup / "licences.txt", "".join(licences))


def add_starter(folder: Path, target: Target, python: str, words: dict[str, str]) -> None:
    """Put in what is clicked and read: the starter, the notes, and an icon for Linux desktops."""
    setup = folder / "setup"
    shutil.copy(ROOT / target.starter, folder)
    shutil.copy(ROOT / "LICENSE", folder)
    shutil.copy(ROOT / "assistant" / "starting.py", setup)
    missing = (ROOT / "assistant" / "no_python.txt").read_text(encoding="utf-8")
    _write(setup / "no_python.txt", missing.replace("Python 3.11", f"Python {python}"))
    notes = (ROOT / "docs" / "说明.txt").read_text(encoding="utf-8").format(**words)
    # For Notepad of every age: a byte order mark, and CRLF.
    (folder / "说明.txt").write_text(notes, encoding="utf-8-sig", newline="\r\n")
    if target.starter == "start.sh":
        _write(folder / "策问.desktop", DESKTOP)
        (folder / "策问.desktop").chmod(0o755)


def add_checksums(folder: Path) -> None:
    """Write SHA256SUMS over all files, as sha256sum reads it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = (f"{digest(path)}  {path.relative_to(folder).as_posix()}\n" for path in files)
    _write(folder / "SHA256SUMS", "".join(lines))


def digest(path: Path) -> str:
    """Return a file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def make(name: str, python: str, output: Path, python_folder: Path | None) -> Path:
    """Make the bundle for a target and return its folder; an older one of the same name is replaced at the end."""
    target = TARGETS[name]
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    folder = output / f"cewen-{version}-{name}-py{python.replace('.', '')}"
    unfinished = folder.with_name(folder.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    wheels = unfinished / "setup" / "wheels"
    wheels.mkdir(parents=True)
    print("解析依赖……", flush=True)
    pins = resolve(target, python)
    if any(pin.startswith("nvidia-") for pin in pins):
        print("注意：没有找到 PyTorch 的 CPU 版，将带上几 GB 显卡组件。把 CPU 版安装包放进一个文件夹，"
              "把 PIP_FIND_LINKS 设成它再做，就不带了。", flush=True)  # fmt: skip
    print(f"收集 {len(pins)} 个软件包……", flush=True)
    fetch(pins, target, python, wheels)
    build_project(wheels)
    describe(wheels.parent, name, target, python)
    add_starter(unfinished, target, python, {"version": version, "platform": name, "python": python})
    if python_folder:
        shutil.copytree(python_folder, unfinished / "python", symlinks=True)
    add_checksums(unfinished)
    shutil.rmtree(folder, ignore_errors=True)
    return unfinished.rename(folder)


def main() -> None:
    """Make a bundle and say how large it is."""
    parser = argparse.ArgumentParser(description="做一个不用联网的安装包")
    parser.add_argument("--target", default=platform_name(), choices=TARGETS, help="给哪种系统；默认同本机")
    version = ".".join(map(str, sys.version_info[:2]))
    parser.add_argument("--python-version", default=version, help="那里的 Python 版本；默认同本机")
    parser.add_argument("--python-folder", type=Path, help="把这个文件夹里的 Python 一起带上（可移动的，含 venv）")
    parser.add_argument("--output", type=Path, default=ROOT / "dist", help="放在哪里；默认 dist")
    given = parser.parse_args()
    folder = make(given.target, given.python_version, given.output, given.python_folder)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 2**20
    print(f"做好了：{folder}（{size} MB）。把整个文件夹复制过去，先看其中的 说明.txt。")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _uv() -> str:
    return str(Path(sys.executable).with_name("uv"))


def _pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", *arguments[:1], "--quiet", *arguments[1:]], check=True)


if __name__ == "__main__":
    main()
