"""course.py on a fresh machine, where nothing but Python can be counted on.

The course is a stand-in of four files, and so is `uv`: it makes a real, empty
environment, but installs only a path to the stand-in, and notes what it was asked.
"""

import ast
import errno
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from uv import find_uv_bin

SOURCE = Path(__file__).resolve().parent.parent / "course.py"

FAKE_UV = """
import os, pathlib, signal, subprocess, sys, time
here = pathlib.Path(__file__).parent
words = sys.argv[1:]
if words == ["--version"]:
    sys.exit((here / "empty-shim").exists())
with (here / "asked").open("a") as log:
    log.write(" ".join(words[:2]) + "\\n")
if words[0] == "venv":
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", words[-1]])
adds = words[:2] == ["pip", "sync"] or "--requirement" in words
if adds and (here / "trouble.py").exists():
    exec((here / "trouble.py").read_text())
if words[:2] == ["pip", "install"]:
    python = pathlib.Path(words[words.index("--python") + 1])
    site, = python.parent.parent.glob("lib/*/site-packages")
    if "--requirement" not in words:
        (site / "course.pth").write_text(words[-1])
"""

FAKE_CLI = """
import os, sys
if __name__ == "__main__":
    print("asked for", sys.argv[1:])
    if "--fail" in sys.argv:
        sys.exit(7)
    if "--stay" in sys.argv:
        import signal, time
        def close(number, frame):
            time.sleep(0.5)
            os.write(1, b"closed in peace\\n")
            sys.exit(0)
        signal.signal(signal.SIGINT, close)
        signal.signal(signal.SIGTERM, close)
        print("running", flush=True)
        time.sleep(30)
"""


class Course:
    """A stand-in for the course, in a folder whose name has a space and an umlaut."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "mein schöner Kurs"
        self.tools = folder / "tools"
        self.venv = self.root / ".venv"
        self.stamp = self.venv / "course.json"
        teach = self.root / "salescourse" / "teach"
        teach.mkdir(parents=True)
        for package in (teach.parent, teach):
            (package / "__init__.py").touch()
        (teach / "cli.py").write_text(FAKE_CLI)
        (self.root / "requirements.txt").write_text("numpy==2.4.6\n")
        (self.root / "requirements-test.txt").write_text("playwright==1.65.2\n")
        (self.root / "pyproject.toml").write_text("[project]\nname = 'salescourse'\n")
        shutil.copy(SOURCE, self.root)
        self.tools.mkdir()
        (self.tools / "uv.py").write_text(FAKE_UV)
        uv = self.tools / "uv"  # not Python itself: a #! line takes no path with spaces
        uv.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$0.py" "$@"\n')
        uv.chmod(0o755)

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen:
        """Start course.py from another folder, in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, self.root / "course.py", *arguments],
            cwd=self.tools,
            env={**os.environ, "PATH": f"{self.tools}:/usr/bin:/bin", **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str, **environment: str) -> tuple[int, str]:
        """Run course.py and return its exit status and all that it said."""
        process = self.start(*arguments, **environment)
        said, _ = process.communicate(timeout=60)
        return process.returncode, said

    def trouble(self, code: str) -> None:
        """Let the next installations meet with trouble; no code, no trouble."""
        (self.tools / "trouble.py").write_text(code)

    def asked(self) -> list[str]:
        """Return what uv was asked since the last time."""
        log = self.tools / "asked"
        lines = log.read_text().splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return lines


@pytest.fixture
def course(tmp_path: Path) -> Course:
    if os.name == "nt":
        pytest.skip("the stand-in for uv is a Unix script")
    return Course(tmp_path)


@pytest.fixture
def module(tmp_path: Path) -> ModuleType:
    """Import course.py as if it lay in a folder of its own."""
    folder = Course(tmp_path).root
    spec = importlib.util.spec_from_file_location("course_alone", folder / "course.py")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


EVERYTHING = ["venv --quiet", "pip sync", "pip install"]


def test_the_first_run_installs_and_hands_over(course):
    status, said = course.run("book", "--no-serve")
    assert status == 0
    assert course.asked() == EVERYTHING
    assert "Making .venv" in said
    assert "asked for ['book', '--no-serve']" in said


def test_the_second_run_hands_over_at_once(course):
    course.run("book")
    course.asked()
    status, said = course.run("lab", "--port", "two words")
    assert (status, course.asked()) == (0, [])
    assert said == "asked for ['lab', '--port', 'two words']\n"


@pytest.mark.parametrize("words", [["test"], ["validate"], ["book", "audit"]])
def test_what_drives_a_browser_adds_the_second_list_once(course, words):
    course.run("book")
    course.asked()
    status, said = course.run(*words)
    assert (status, course.asked()) == (0, ["pip install"])
    assert "Installing requirements-test.txt" in said
    for command in (words, ["book"]):
        course.run(*command)
        assert course.asked() == []


def test_a_changed_second_list_is_brought_in_for_the_tests_alone(course):
    course.run("test")
    course.asked()
    with (course.root / "requirements-test.txt").open("a") as file:
        file.write("ruff==0.17.6\n")
    course.run("book")
    assert course.asked() == []
    course.run("test")
    assert course.asked() == ["pip install"]


def test_changed_requirements_bring_in_both_lists_for_the_tests(course):
    course.run("test")
    with (course.root / "requirements.txt").open("a") as file:
        file.write("# another line\n")
    course.run("book")  # which removes what it does not ask for
    course.asked()
    course.run("test")
    assert course.asked() == ["pip install"]


def test_tests_that_could_not_be_added_leave_the_reader_in_peace(course):
    course.run("book")
    course.asked()
    course.trouble("sys.exit('Connection refused')")
    status, said = course.run("test")
    assert status == 1
    assert "Check the network connection" in said.splitlines()[-1]
    course.trouble("")
    course.asked()
    assert course.run("book")[0] == 0
    assert course.asked() == []


def test_the_exit_status_is_the_commands(course):
    assert course.run("validate", "--fail")[0] == 7


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml"])
def test_changed_requirements_are_brought_in(course, name):
    course.run("book")
    course.asked()
    with (course.root / name).open("a") as file:
        file.write("# another line\n")
    assert course.run("book")[0] == 0
    assert course.asked() == EVERYTHING[1:]
    course.run("book")
    assert course.asked() == []


def test_an_installer_killed_with_course_py_is_repaired_by_the_next_run(course):
    course.trouble("os.kill(os.getppid(), signal.SIGKILL); time.sleep(0.1)")
    assert course.run("book")[0] == -signal.SIGKILL
    assert not course.stamp.exists()
    course.asked()
    course.trouble("")
    status, said = course.run("book")
    assert (status, course.asked()) == (0, EVERYTHING)
    assert "Removing the old .venv" in said


def test_an_update_killed_half_way_is_repaired_by_the_next_run(course):
    course.run("book")
    (course.root / "requirements.txt").write_text("numpy==2.5\n")
    course.trouble("os.kill(os.getppid(), signal.SIGKILL)")
    course.run("book")
    # Back to what the environment was first made from: it must not pass for whole.
    (course.root / "requirements.txt").write_text("numpy==2.4.6\n")
    course.trouble("")
    course.asked()
    assert course.run("book")[0] == 0
    assert course.asked() == EVERYTHING


def test_control_c_while_installing_says_that_the_next_run_repairs(course):
    course.trouble("signal.signal(signal.SIGINT, signal.SIG_DFL); time.sleep(30)")
    process = course.start("book")
    said = iter(process.stdout.readline, "")
    assert any("Installing" in line for line in said)
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=60)[0]
    assert process.returncode == 130
    assert "Stopped half-way. The next run puts it right." in said
    assert "Traceback" not in said
    assert not course.stamp.exists()


@pytest.mark.parametrize("way", [signal.SIGINT, signal.SIGTERM])
def test_a_command_that_is_stopped_may_close_in_peace(course, way):
    course.run("book")
    process = course.start("lab", "--stay")
    assert "running\n" in iter(process.stdout.readline, "")
    if way is signal.SIGINT:  # the terminal sends it to all, other senders to one
        os.killpg(process.pid, way)
    else:
        os.kill(process.pid, way)
    said = process.communicate(timeout=60)[0]
    assert said == "closed in peace\n"
    assert process.returncode == 0


def test_a_broken_environment_is_made_anew(course):
    course.run("book")
    course.asked()
    for python in (course.venv / "bin").glob("python*"):
        python.unlink()
    assert course.run("book")[0] == 0
    assert course.asked() == EVERYTHING


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"folder": 1', "\x00"])
def test_a_spoiled_stamp_makes_the_environment_anew(course, content):
    course.run("book")
    course.asked()
    course.stamp.write_text(content)
    assert course.run("book")[0] == 0
    assert course.asked() == EVERYTHING


def test_a_moved_course_is_installed_where_it_is(course):
    course.run("book")
    course.asked()
    course.root = course.root.rename(course.root.with_name("moved"))
    assert course.run("book")[0] == 0
    assert course.asked() == EVERYTHING


def test_another_python_version_makes_the_environment_anew(course):
    course.run("book")
    course.asked()
    stamp = json.loads(course.stamp.read_text())
    course.stamp.write_text(json.dumps({**stamp, "python": "3.10"}))
    course.run("book")
    assert course.asked() == EVERYTHING


def test_two_runs_at_once_install_once(course):
    course.trouble("time.sleep(1)")
    first, second = course.start("book"), course.start("lab")
    said = [process.communicate(timeout=60)[0] for process in (first, second)]
    assert (first.returncode, second.returncode) == (0, 0)
    assert course.asked() == EVERYTHING
    assert sum("Another course.py is setting up" in words for words in said) == 1


def test_settings_for_another_python_do_no_harm(course, tmp_path):
    (tmp_path / "salescourse.py").write_text("raise SystemError('not this one')")
    (course.tools / "salescourse.py").write_text("raise SystemError('nor this one')")
    settings = {"PYTHONPATH": str(tmp_path), "VIRTUAL_ENV": "/nowhere"}
    assert course.run("book", **settings)[0] == 0


# What uv 0.13 and pip 23 say, word for word but for the names.
UV_NO_NETWORK = (
    "error: Failed to fetch: `http://127.0.0.1:9/numpy/`\n  Caused by: error sending "
    "request for url (http://127.0.0.1:9/numpy/)\n  Caused by: client error (Connect)\n"
    "  Caused by: tcp connect error\n  Caused by: Connection refused (os error 111)"
)
PIP_NO_NETWORK = (
    "WARNING: Retrying (Retry(total=0, connect=None, read=None, redirect=None, "
    "status=None)) after connection broken by 'NewConnectionError: Failed to establish "
    "a new connection: [Errno 111] Connection refused': /numpy/\nERROR: Could not find "
    "a version that satisfies the requirement numpy==2.4.6 (from versions: none)"
)
UV_NO_DISK = (
    "error: Failed to install: numpy-2.4.6-cp311-cp311-manylinux_2_28_x86_64.whl\n"
    "  Caused by: failed to copy file\n"
    "  Caused by: No space left on device (os error 28)"
)
PIP_NO_DISK = (
    "ERROR: Could not install packages due to an OSError: "
    "[Errno 28] No space left on device"
)
WINDOWS_NO_DISK = "There is not enough space on the disk. (os error 112)"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (UV_NO_NETWORK, "Check the network connection"),
        (UV_NO_DISK, "The disk is full"),
        ("error: something else", "the reason stands above"),
    ],
)
def test_trouble_with_installing_ends_in_one_sentence(course, words, sentence):
    course.trouble(f"sys.exit({words!r})")
    status, said = course.run("book")
    assert status == 1
    assert sentence in said.splitlines()[-1]
    assert words in said  # what the installer said is there too, before it
    assert "Traceback" not in said
    assert not course.stamp.exists()


def test_a_hiccup_of_the_network_is_overcome(course):
    course.trouble(
        "again = here / 'again'\n"
        "if not again.exists(): again.touch(); sys.exit('Connection reset by peer')"
    )
    assert course.run("book")[0] == 0


@pytest.mark.parametrize("words", [UV_NO_NETWORK, PIP_NO_NETWORK])
def test_no_network_is_told_from_what_the_installers_say(module, words):
    assert module.diagnose(words) == module.NO_NETWORK


@pytest.mark.parametrize("words", [UV_NO_DISK, PIP_NO_DISK, WINDOWS_NO_DISK])
def test_a_full_disk_is_told_from_what_the_installers_say(module, words):
    assert module.diagnose(words) == module.NO_DISK


def test_the_real_uv_without_a_network_is_understood(course):
    (course.tools / "uv").unlink()
    (course.tools / "uv").symlink_to(find_uv_bin())
    status, said = course.run(
        "book",
        UV_DEFAULT_INDEX="http://127.0.0.1:9/",
        UV_CACHE_DIR=str(course.tools / "cache"),
        UV_NO_CONFIG="1",
        UV_HTTP_RETRIES="0",
    )
    assert status == 1
    assert "Check the network connection" in said.splitlines()[-1]


class Installer:
    """Stands in for `run`: notes the commands and makes what they would make."""

    def __init__(self, course: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        self.course, self.commands = course, []
        monkeypatch.setattr(course, "run", self.run)
        monkeypatch.setattr(course, "works", lambda program, *_: self.alive(program))
        monkeypatch.setattr(course.shutil, "which", lambda name: None)

    def run(self, *command: str | Path) -> None:
        """Note one command."""
        words = [str(word) for word in command]
        self.commands.append(" ".join(words).replace(str(self.course.ROOT), "ROOT"))
        self.course.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        self.course.PYTHON.touch()

    def alive(self, program: str | Path) -> bool:
        """Tell whether there is an environment; of uv, that it does not run."""
        return program == self.course.PYTHON and self.course.PYTHON.exists()


@pytest.fixture
def installer(module, monkeypatch) -> Installer:
    return Installer(module, monkeypatch)


def test_without_uv_pip_adds_what_the_tests_need(module, installer):
    module.prepare()
    module.prepare(tests=True)
    assert installer.commands[-1].endswith(
        "install --no-deps --requirement ROOT/requirements-test.txt"
    )


def test_without_uv_pip_installs_exactly_what_is_pinned(module, installer):
    module.prepare()
    made, requirements, package = installer.commands
    assert made.endswith("-m venv ROOT/.venv")
    assert requirements.endswith(
        "install --no-deps --requirement ROOT/requirements.txt"
    )
    assert package.endswith("--no-deps --no-build-isolation --editable ROOT")


def test_with_pip_changed_requirements_make_the_environment_anew(module, installer):
    module.prepare()
    (module.VENV / "left-over").touch()
    (module.ROOT / "requirements.txt").write_text("numpy==2.5\n")
    module.prepare()
    assert len(installer.commands) == 6
    assert not (module.VENV / "left-over").exists()


def test_the_environments_own_python_can_make_it_anew(module, installer, monkeypatch):
    # Whoever has activated .venv runs course.py with a Python that is about to go.
    module.prepare()
    monkeypatch.setattr(sys, "executable", str(module.PYTHON))
    (module.ROOT / "requirements.txt").write_text("numpy==2.5\n")
    module.prepare()
    python = installer.commands[3].removesuffix(" -m venv ROOT/.venv")
    assert Path(python).exists()
    assert "ROOT" not in python


def test_a_shim_of_uv_with_nothing_behind_it_is_passed_over(
    module, installer, monkeypatch
):
    monkeypatch.setattr(module.shutil, "which", lambda name: "/shims/uv")
    module.prepare()
    assert "-m venv" in installer.commands[0]


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_a_python_without_venv_is_told_what_to_install(
    module, installer, monkeypatch, missing
):
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(SystemExit, match=rf"module {missing} is missing.*python3-venv"):
        module.main(["book"])


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EACCES, "/course/.venv cannot be changed. Close the programs"),
        (errno.EROFS, "/course/.venv cannot be changed"),
        (errno.ENOTDIR, "Not a directory"),
    ],
)
def test_our_own_trouble_with_files_is_one_sentence(
    module, monkeypatch, number, sentence
):
    def fail(*, tests: bool) -> None:
        raise OSError(number, os.strerror(number), "/course/.venv")

    monkeypatch.setattr(module, "prepare", fail)
    with pytest.raises(SystemExit, match=sentence):
        module.main(["book"])


def test_a_read_only_folder_without_locks_is_not_waited_for(module, monkeypatch):
    class NoLocks:
        def fileno(self) -> int:
            raise OSError(errno.ENOLCK, "No locks available")

    assert module.locked(NoLocks())


@pytest.mark.parametrize("arguments", [[], ["--help"], ["help"]])
def test_alone_it_prints_help_and_installs_nothing(
    module, installer, capsys, arguments
):
    assert module.main(arguments) == 0
    said = capsys.readouterr().out
    assert all(f"python3 course.py {name} " in said for name in ("book", "lab", "test"))
    assert installer.commands == []


def test_a_slip_of_the_pen_installs_nothing(module, installer, capsys):
    assert module.main(["bok"]) == 2
    assert "There is no command 'bok'. There are: book, lab" in capsys.readouterr().out
    assert installer.commands == []


def test_it_knows_the_commands_of_the_command_line(module):
    from salescourse.teach.cli import parser

    (verbs,) = parser()._subparsers._group_actions
    assert sorted(module.COMMANDS) == sorted(verbs.choices)


def test_an_old_python_can_read_it():
    ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_an_old_python_is_told_which_one_to_get():
    pretend = (
        "import runpy, sys; sys.version_info = (3, 8, 18); sys.version = '3.8.18 (x)';"
        "runpy.run_path(sys.argv[1], run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", pretend, SOURCE], capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.startswith("This course needs Python 3.11 or newer, and ")
    assert "is 3.8.18. Install a newer one from https://www.python.org" in done.stderr
    assert done.stderr.count("\n") == 1


def test_it_imports_nothing_but_the_standard_library():
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module.partition(".")[0])
    assert names <= set(sys.stdlib_module_names)


def pinned(name: str) -> set[str]:
    """Return the names of the packages that a list pins."""
    lines = (SOURCE.parent / name).read_text(encoding="utf-8").splitlines()
    return {line.partition("==")[0] for line in lines if "==" in line}


def test_the_lists_pin_what_the_project_asks_for_each_package_once():
    project = tomllib.loads((SOURCE.parent / "pyproject.toml").read_text("utf-8"))
    extras = project["project"]["optional-dependencies"]
    # Only who has a cluster needs its extra; the tests try it.
    tests = [*extras.pop("test"), *extras.pop("cluster")]
    readers = sum(extras.values(), project["project"]["dependencies"])
    names = [
        {re.split(r"[<>=]", line)[0] for line in part} for part in (readers, tests)
    ]
    assert names[0] <= pinned("requirements.txt")
    assert names[1] <= pinned("requirements-test.txt")
    assert not pinned("requirements.txt") & pinned("requirements-test.txt")


@pytest.mark.full
@pytest.mark.timeout(900)
def test_the_course_itself_installs_from_nothing_with_pip(tmp_path):
    """Install for real: pip, no uv, an empty home."""
    root = tmp_path / "fresh clone"
    ignored = shutil.ignore_patterns(".venv", "_build", ".git", "my_course", ".*_cache")
    shutil.copytree(SOURCE.parent, root, ignore=ignored)
    home = tmp_path / "home"
    home.mkdir()
    base = Path(sys.base_prefix) / "bin" / "python3"
    started = time.monotonic()
    done = subprocess.run(
        [base, root / "course.py", "questions", "check"],
        env={**os.environ, "HOME": str(home), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "with pip" in done.stdout
    assert "0 problems" in done.stdout
    assert time.monotonic() - started < 600
