#!/usr/bin/env python3
"""Set up the course on this computer, and run it.

    python3 course.py book     build the book and read it in the browser
    python3 course.py lab      work in your own copy of the notebooks, in JupyterLab
    python3 course.py validate say what broke in a chapter, where, and what to do
    python3 course.py test     run every check there is

The first time, each of these makes the folder .venv and installs into it exactly what
requirements.txt lists: about 700 MB, two to four minutes with pip, less where uv is
installed. `validate`, `test` and `book audit` add what requirements-test.txt lists. For
those who change the course: `execute` runs notebooks and writes their outputs,
`questions check` checks the question bank. For those who teach: `release`, `grade`,
`statistics`, `questions export`, `new`.
Each command explains itself: python3 course.py book --help
"""

# Standard library alone, and nothing that Python 3.6 could not parse: an old Python
# shall say that it is too old, and not stumble over the syntax of a newer one.
import contextlib
import errno
import hashlib
import importlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - older Pythons do get here
    sys.exit(
        f"This course needs Python 3.11 or newer, and {sys.executable} is "
        f"{sys.version.split()[0]}. Install a newer one from "
        "https://www.python.org/downloads/ and run course.py with it."
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "course.json"
EVERY_SECONDS = 15
FOR_TESTS = "requirements-test.txt"
COMMANDS = (
    "book", "lab", "validate", "test", "execute", "questions", "release", "grade",
    "statistics", "new",
)  # fmt: skip

NO_VENV = (
    "This Python cannot make virtual environments: its module {} is missing. On "
    "Debian or Ubuntu run `sudo apt install python3-venv`; elsewhere install Python "
    "from https://www.python.org/downloads/. Then run this again."
)
NO_DISK = (
    "The disk is full: the course needs about 1 GB in its folder, and some more for "
    "temporary files. Make room and run this again; it puts right what is half done."
)
NO_NETWORK = (
    "The packages could not be downloaded. Check the network connection, and the proxy "
    "if you use one, and run this again; it puts right what is half done."
)
NO_ACCESS = (
    "{} cannot be changed. Close the programs that use it, or move the course to a "
    "folder of your own, and run this again."
)
FAILED = "Setting up failed; the reason stands above. Mend it and run this again."
SIGNS_OF_FULL_DISK = "no space left|not enough space|quota exceeded"
SIGNS_OF_NO_NETWORK = (
    "connection|name resolution|dns error|unreachable|sending request|failed to fetch|"
    "timed out|certificate"
)


class Trouble(Exception):
    """Something the user can mend; its text says how."""


def say(sentence: str) -> None:
    """Tell what is going on, at once, even into a log file."""
    print(sentence, flush=True)


def environment() -> dict[str, str]:
    """Return the environment variables, without those meant for another Python."""
    foreign = ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "CONDA_PREFIX")
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    return {**kept, "PYTHONUTF8": "1"}


def diagnose(output: str) -> str:
    """Return the sentence that fits what an installer said."""
    said = output.lower()
    if re.search(SIGNS_OF_FULL_DISK, said):
        return NO_DISK
    return NO_NETWORK if re.search(SIGNS_OF_NO_NETWORK, said) else FAILED


def run(*command: str | Path) -> None:
    """Run an installer with its progress in view; raise Trouble when it fails."""
    words = [str(word) for word in command]
    if watched(words) == 0:
        return
    say("That failed. Trying once more ...")  # and listening: it tells us why
    brief = {**environment(), "PIP_RETRIES": "1", "UV_HTTP_RETRIES": "1"}
    again = subprocess.run(words, cwd=ROOT, env=brief, capture_output=True)
    if again.returncode != 0:
        raise Trouble(diagnose((again.stdout + again.stderr).decode(errors="replace")))


def watched(words: list[str]) -> int:
    """Run an installer, and say now and then that it still runs: pip can be silent."""
    began = time.monotonic()
    with subprocess.Popen(words, cwd=ROOT, env=environment()) as process:
        while True:
            try:
                return process.wait(timeout=EVERY_SECONDS)
            except subprocess.TimeoutExpired:
                say(f"... still at it, {time.monotonic() - began:.0f} s")
            except BaseException:
                process.kill()
                raise


def works(*command: str | Path) -> bool:
    """Tell whether a command can be run and succeeds."""
    with contextlib.suppress(OSError):
        done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True)
        return done.returncode == 0
    return False


def wanted(*, tests: bool = False) -> dict[str, str]:
    """Return what the environment is made from: when one of these changes, it does."""
    made_from = {"folder": str(ROOT), "python": "{}.{}".format(*sys.version_info)}
    for name in ("requirements.txt", "pyproject.toml") + (FOR_TESTS,) * tests:
        made_from[name] = hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
    return made_from


def found() -> dict[str, str]:
    """Return what the environment was made from; nothing if it is not fit for use."""
    with contextlib.suppress(OSError, ValueError):
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        if isinstance(stamp, dict) and works(PYTHON, "-Pc", "import salescourse"):
            return stamp
    return {}


def stands(*, tests: bool = False) -> bool:
    """Tell whether the environment is what is asked for, or more."""
    return wanted(tests=tests).items() <= found().items()


def stamp(made_from: dict[str, str]) -> None:
    """Write down, whole or not at all, what the environment was made from."""
    draft = STAMP.with_suffix(".new")
    draft.write_text(json.dumps(made_from), encoding="utf-8")
    draft.replace(STAMP)


def locked(handle) -> bool:
    """Try to lock an open file; a file system that knows no locks counts as locked."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
    return True


@contextlib.contextmanager
def alone():
    """Let one course.py at a time set up; the lock goes when its process goes."""
    with (ROOT / ".course.lock").open("w") as handle:
        if not locked(handle):
            say("Another course.py is setting up. Waiting for it ...")
            while not locked(handle):
                time.sleep(0.3)
        yield


def lasting_python() -> str:
    """Return this Python, or the one behind it if it goes with the old .venv."""
    if VENV in Path(sys.executable).absolute().parents:
        return getattr(sys, "_base_executable", sys.executable)
    return sys.executable


def make_environment(uv: str | None) -> None:
    """Make an empty .venv, whatever was there before."""
    if VENV.exists():
        say("Removing the old .venv ...")
        shutil.rmtree(VENV)
    say(f"Making .venv with Python {sys.version.split()[0]} ...")
    if uv:
        return run(uv, "venv", "--quiet", "--python", lasting_python(), VENV)
    for module in ("venv", "ensurepip"):  # Debian leaves out the second
        try:
            importlib.import_module(module)
        except ImportError:
            raise Trouble(NO_VENV.format(module)) from None
    return run(lasting_python(), "-m", "venv", VENV)


def adding(uv: str | None) -> list[str | Path]:
    """Return the command that adds packages to .venv, and nothing they depend on."""
    if uv:
        return [uv, "pip", "install", "--python", PYTHON, "--no-deps"]
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check"]
    return [*pip, "install", "--no-deps"]


def install(uv: str | None) -> None:
    """Install exactly requirements.txt, and the course's own package."""
    takes = "a minute or two, less with a full cache" if uv else "two to four minutes"
    say(f"Installing requirements.txt with {'uv' if uv else 'pip'}: {takes} ...")
    if uv:
        run(uv, "pip", "sync", "--python", PYTHON, ROOT / "requirements.txt")
    else:
        run(*adding(uv), "--requirement", ROOT / "requirements.txt")
    run(*adding(uv), "--no-build-isolation", "--editable", ROOT)


def make(uv: str | None) -> None:
    """Make .venv what requirements.txt and pyproject.toml ask for, from what it is."""
    old, new = found(), wanted()
    # Whoever interrupts what follows finds no stamp, and all is made anew.
    STAMP.unlink(missing_ok=True)
    same_base = all(old.get(key) == new[key] for key in ("folder", "python"))
    if not (uv and same_base):  # uv removes what is not asked for; pip does not
        make_environment(uv)
    install(uv)
    stamp(new)


def prepare(*, tests: bool = False) -> None:
    """See to it that .venv holds what is needed, for the tests too where they run."""
    if stands(tests=tests):
        return
    with alone():
        uv = shutil.which("uv")
        uv = uv if uv and works(uv, "--version") else None  # a shim may be empty
        if not stands():  # the one we waited for may have done it
            make(uv)
        if tests and not stands(tests=True):
            say(f"Installing {FOR_TESTS}, which the tests need ...")
            run(*adding(uv), "--requirement", ROOT / FOR_TESTS)
            stamp(wanted(tests=True))


def hand_over(arguments: list[str]) -> int:
    """Run the course's own command line in .venv and return its exit status."""
    command = [PYTHON, "-Pm", "salescourse.teach.cli", *arguments]
    process = subprocess.Popen(command, env=environment())
    while True:
        try:
            status = process.wait()
            return status if status >= 0 else 128 - status
        except KeyboardInterrupt:
            pass  # it has received the interrupt too, and is closing down
        except SystemExit:
            process.terminate()


def explain(error: Exception) -> str:
    """Return one sentence on what went wrong, and what to do."""
    number = getattr(error, "errno", None)
    if number in (errno.ENOSPC, errno.EDQUOT):
        return NO_DISK
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return NO_ACCESS.format(error.filename)
    return str(error)


def main(arguments: list[str]) -> int:
    """Run one command; return its exit status."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        say(__doc__.strip())
        return 0
    if arguments[0] not in COMMANDS:
        say(f"There is no command {arguments[0]!r}. There are: {', '.join(COMMANDS)}.")
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        # The audit opens the book in the browser that the tests drive.
        audits = arguments[:2] == ["book", "audit"]
        prepare(tests=audits or arguments[0] in ("test", "validate"))
    except KeyboardInterrupt:
        say("\nStopped half-way. The next run puts it right.")
        return 130
    except (Trouble, OSError) as error:
        sys.exit(explain(error))
    return hand_over(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
