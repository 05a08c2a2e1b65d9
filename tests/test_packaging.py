"""The built package carries all that `cewen` needs outside the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    source = tmp_path_factory.mktemp("source")
    # Built from a copy of what is tracked, so that neither build/ nor an old egg-info helps along.
    files = (
        subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    )
    for name in filter(None, files):
        if (ROOT / name).is_file():
            target = source / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
    uv = Path(sys.executable).with_name("uv")
    subprocess.run([str(uv), "build", "--wheel", "--quiet", "-o", str(folder), str(source)], check=True, timeout=300)
    return next(folder.glob("*.whl"))


def test_data_files_are_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for package, patterns in {
        "corpus": ["data/*", "samples/*"],
        "index": ["data/*", "model/*.json", "model/*.safetensors", "model/1_Normalize/*"],
        "prompts": ["*.toml", "genres/*.toml"],
        "assistant": ["pages/*.css", "pages/*.js"],
    }.items():
        for pattern in patterns:
            for path in (ROOT / package).glob(pattern):
                if path.is_file():
                    assert str(path.relative_to(ROOT)) in names
    assert "ui.py" in names
    assert not any(name.startswith(".ci/") for name in names)
    assert not any(name.startswith("tests/") for name in names)


def test_the_command_runs_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    uv = Path(sys.executable).with_name("uv")
    install = [
        str(uv),
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--python",
        sys.executable,
        "--target",
        str(site),
        str(wheel),
    ]
    subprocess.run(install, check=True, timeout=300)
    code = (
        f"import sys; sys.path = [{str(site)!r}] + [p for p in sys.path if p not in ('', {str(ROOT)!r})]\n"
        "import corpus, ui\n"
        f"assert corpus.__file__.startswith({str(site)!r}), corpus.__file__\n"
        "from pathlib import Path; from assistant.app import Cewen; from assistant.settings import load_settings\n"
        "with Cewen(load_settings(Path('home'), {})) as cewen:\n"
        "    assert cewen.add_samples()['failed'] == []\n"
        "    print(cewen.ask('青岚县把全县学校划分成了多少个片区？')['answer'])\n"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert "9个片区" in result.stdout, result.stderr


def test_the_lock_names_no_index_and_no_local_version() -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert "+cpu" not in text
    assert "torch==" in text


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a bundle as `make bundle` makes it, in a folder with blanks and Chinese in its name."""
    output = tmp_path_factory.mktemp("办公 电脑")
    make = [sys.executable, str(ROOT / ".ci" / "bundle.py"), "--output", str(output)]
    subprocess.run(make, check=True, timeout=1200)
    yield next(output.iterdir())
    # It takes 2.5 GB once it is installed.
    shutil.rmtree(output)


@pytest.mark.bundle
def test_a_bundle_installs_and_answers_without_any_network(bundle: Path, tmp_path: Path) -> None:
    python = ".".join(map(str, sys.version_info[:2]))
    environment = {
        "PATH": os.environ["PATH"], "PYTHON": sys.executable, "HOME": str(tmp_path / "用户"), "LANG": "C",
        "CEWEN_HOME": str(tmp_path / "资料库"), "PIP_NO_INDEX": "1",
    }  # fmt: skip

    def run(*command: str | Path) -> str:
        result = subprocess.run(
            [*_without_network(), *map(str, command)], cwd=tmp_path, env=environment, stdin=subprocess.DEVNULL,
            capture_output=True, encoding="utf-8", timeout=600,
        )  # fmt: skip
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    assert not list((bundle / "setup" / "wheels").glob("nvidia*"))
    assert not {"pytest", "mypy", "ruff", "playwright", "hypothesis"} & {
        path.name.split("-")[0] for path in (bundle / "setup" / "wheels").iterdir()
    }
    first = run("bash", bundle / "start.sh", "--help")
    assert "首次启动" in first
    assert "监听地址" in first
    assert "首次启动" not in run("bash", bundle / "start.sh", "--help")
    programs = bundle / "env" / "bin"
    pip = next((bundle / "setup" / "wheels").glob("pip-*.whl")) / "pip"
    assert "No broken requirements" in run(programs / "python", "-I", pip, "check")
    report = json.loads(run(programs / "cewen", "doctor", "--json"))
    assert report["python"].startswith(python)
    assert "未安装" not in report["packages"].values()
    assert not any("文字识别" in missing for missing in report["missing"])
    samples = bundle / "env" / "lib" / f"python{python}" / "site-packages" / "corpus" / "samples"
    run(programs / "cewen", "add", samples)
    answer = json.loads(run(programs / "cewen", "ask", "青岚县把全县学校划分成了多少个片区？", "--json"))
    assert "9个片区" in answer["answer"]


def _without_network() -> list[str]:
    """Return what runs a command where there is no network at all, as far as this system lets us."""
    for command in (["unshare", "-n"], ["unshare", "-rn"]):
        if shutil.which(command[0]) and subprocess.run([*command, "true"], capture_output=True).returncode == 0:
            return command
    return []
