"""The environments of the peers: one each, apart from ours and from one another.

PyDTMC, for one, pins a matplotlib that is older than ours.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from races.race import NotInstalledError, Race

INSTALL_SECONDS = 300
PROBE = (
    "import sys; from importlib.metadata import version; print(version(sys.argv[1]))"
)


def find_peer(race: Race, folder: Path | str) -> tuple[Path, str]:
    """Return the peer's Python and version; install it where it is not there yet."""
    home = Path(folder) / race.peer
    commands, reason = install_commands(race, home), ""
    if version := version_of(race.peer, python_in(home)):
        return python_in(home), version
    try:
        for command in commands:
            install(command)
    except subprocess.TimeoutExpired:
        reason = f"it took more than {INSTALL_SECONDS} seconds"
    except (subprocess.CalledProcessError, OSError) as error:
        reason = last_line(getattr(error, "stderr", "") or str(error))
    if version := version_of(race.peer, python_in(home)):
        return python_in(home), version
    raise NotInstalledError(
        f"not installable here: {reason or 'the installer said nothing'}."
    )


def install(command: list[str]) -> None:
    subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=INSTALL_SECONDS
    )


def install_commands(race: Race, home: Path) -> list[list[str]]:
    """Return what makes the environment of a peer, and what fills it."""
    python = str(python_in(home))
    if shutil.which("uv"):
        make = ["uv", "venv", "--python", sys.executable, str(home)]
        fill = ["uv", "pip", "install", "--python", python, *race.needs]
    else:
        make = [sys.executable, "-m", "venv", str(home)]
        fill = [python, "-m", "pip", "install", *race.needs]
    return [fill] if python_in(home).exists() else [make, fill]


def remedy(race: Race, folder: Path | str) -> str:
    """Return what a reader can do about a peer that is not there."""
    commands = install_commands(race, Path(folder) / race.peer)
    by_hand = " && ".join(" ".join(command) for command in commands)
    return f"Run `{by_hand}`, then this script with `--env {folder}`."


def python_in(home: Path) -> Path:
    return home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def version_of(peer: str, python: Path) -> str | None:
    """Return the version of a peer in an environment, or None if it is not there."""
    if not python.exists():
        return None
    found = subprocess.run([python, "-c", PROBE, peer], capture_output=True, text=True)
    return found.stdout.strip() if found.returncode == 0 else None


def last_line(text: str) -> str:
    """Return the last line that says something."""
    return next((x.strip(" .") for x in reversed(text.splitlines()) if x.strip()), "")
