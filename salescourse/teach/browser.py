"""Find a Chromium on this computer, or get one: the tests drive the book with it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_COMMANDS = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    *("microsoft-edge", "chrome", "msedge"),
)
_PLACES = {
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "win32": (
        "Google/Chrome/Application/chrome.exe",
        "Chromium/Application/chrome.exe",
        "Microsoft/Edge/Application/msedge.exe",
    ),
}
_WINDOWS_ROOTS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
_PLAYWRIGHTS_OWN = (
    "from playwright.sync_api import sync_playwright\n"
    "with sync_playwright() as p: print(p.chromium.executable_path)"
)


def find_chromium() -> Path | None:
    """Return a Chromium, Chrome or Edge that starts, or None.

    If the environment variable `CHROMIUM` names one, it is that one. Else those of
    the system come first, then the one that Playwright has installed.

    Raises
    ------
    RuntimeError
        If `CHROMIUM` names something that does not start.
    """
    if named := os.environ.get("CHROMIUM"):
        if _is_fit(Path(named)):
            return Path(named)
        raise RuntimeError(f"CHROMIUM is {named}, and that does not start.")
    return next(filter(_is_fit, _candidates()), None)


def ensure_chromium() -> Path:
    """Return a Chromium; install one if there is none.

    Raises
    ------
    RuntimeError
        If there is none and none could be installed; the message says what to do.
    """
    if found := find_chromium():
        return found
    print("No Chromium is installed. Trying to install one ...", flush=True)
    for command in _ways_to_install():
        print("$ " + " ".join(command), flush=True)
        subprocess.run(command, stdin=subprocess.DEVNULL, check=False)
        if found := find_chromium():
            return found
    raise RuntimeError(
        "The tests need a browser and none could be installed. Install Chrome, "
        "Chromium or Edge (Debian: `sudo apt install chromium`), or set CHROMIUM "
        "to the path of one, and run this again."
    )


def _candidates() -> Iterator[Path]:
    yield from (Path(found) for name in _COMMANDS if (found := shutil.which(name)))
    places = _PLACES.get(sys.platform, ())
    roots = [os.environ.get(name) for name in _WINDOWS_ROOTS if name in os.environ]
    if sys.platform == "win32":
        yield from (Path(root) / place for root in roots for place in places)
    else:
        yield from map(Path, places)
    yield from _playwrights_own()


def _playwrights_own() -> Iterator[Path]:
    # In a process of its own: Playwright cannot be started within a running one.
    command = [sys.executable, "-c", _PLAYWRIGHTS_OWN]
    asked = subprocess.run(command, capture_output=True, text=True, check=False)
    if asked.returncode == 0:
        yield Path(asked.stdout.strip())


def _is_fit(browser: Path) -> bool:
    return browser.is_file() and not _is_snap(browser) and _starts(browser)


def _is_snap(browser: Path) -> bool:
    """Tell whether this is Ubuntu's snap, which cannot read pages below /tmp."""
    if browser.resolve().name == "snap" or "snap" in browser.parts:
        return True
    with browser.open("rb") as file:
        start = file.read(4096)
    return start.startswith(b"#!") and b"/snap/" in start


def _starts(browser: Path) -> bool:
    if sys.platform == "win32":  # there, --version opens a window
        return True
    try:
        asked = [str(browser), "--version"]
        done = subprocess.run(asked, capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _ways_to_install() -> Iterator[list[str]]:
    playwright = [sys.executable, "-m", "playwright"]
    yield [*playwright, "install", "chromium"]
    right = _right_to_install()
    if right is not None and shutil.which("apt-get"):
        if any(own.is_file() for own in _playwrights_own()):  # it lacks a library
            yield [*right, *playwright, "install-deps", "chromium"]
        apt = [*right, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
        yield [*apt, "update"]
        yield [*apt, "install", "-y", "chromium"]


def _right_to_install() -> list[str] | None:
    """Return what goes before apt-get: nothing for root, sudo if it does not ask."""
    if _is_root():
        return []
    sudo = shutil.which("sudo")
    if (
        sudo
        and subprocess.run([sudo, "-n", "true"], capture_output=True).returncode == 0
    ):
        return [sudo, "-n"]
    return None


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
