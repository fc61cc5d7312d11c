"""The command line: `salescourse`; course.py sets up what it needs and calls it."""

import argparse
import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from salescourse.paths import (
    LEARNER_FOLDER,
    command_line,
    data_dir,
    is_course,
    project_root,
)
from salescourse.teach.export import command as exporting
from salescourse.teach.grade import command as grading
from salescourse.teach.new import command as beginning
from salescourse.teach.release import command as releasing
from salescourse.teach.statistics import command as measuring
from salescourse.teach.validate import command
from salescourse.words import ngettext


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    Parameters
    ----------
    arguments : sequence of str, optional
        What was typed after the command's name; the process's own by default.
    """
    # Where the home folder has a kernel of the same name, ours goes before it.
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    os.environ.pop("JUPYTER_PATH", None)
    words = list(sys.argv[1:] if arguments is None else arguments)
    verb, last = words[:1], words[-2:]
    named = len(last) == 2 and last[0] != "--to" and Path(last[1]).is_dir()
    if named and verb in (["lab"], ["book"]):
        print(_elsewhere(words[0], Path(last[1])), file=sys.stderr)
        return 2
    options, more = parser().parse_known_args(words)
    if more and options.run is not _test:
        parser().error(f"I do not know {' '.join(more)}.")
    options.more = more
    try:
        return options.run(options)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    except (OSError, ValueError, RuntimeError, ModuleNotFoundError) as error:
        print(_explain(error, options.verb), file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line, with one subcommand per verb."""
    top = argparse.ArgumentParser(prog=command_line(), description="The course.")
    verbs = top.add_subparsers(required=True, metavar="COMMAND", dest="verb")
    _add_book(verbs)
    _add_lab(verbs)
    _add_test(verbs)
    command.add(verbs)
    beginning.add(verbs)
    releasing.add(verbs)
    grading.add(verbs)
    measuring.add(verbs)
    _add_execute(verbs)
    _add_questions(verbs)
    return top


def _add_book(verbs: argparse._SubParsersAction) -> None:
    book = verbs.add_parser("book", help="build the book and read it in the browser")
    book.add_argument("--no-serve", action="store_true", help="only build it")
    book.add_argument("--port", type=_port, default=8000, help="8000 by default")
    book.add_argument(
        "--zip", action="store_true", help="pack it into one file, for offline"
    )
    book.add_argument(
        "--scorm", nargs="?", const="", metavar="CHAPTER",
        help="pack it for an LMS (SCORM 1.2): all chapters, or one that is counted",
    )  # fmt: skip
    book.set_defaults(run=_book)
    more = book.add_subparsers(metavar="audit")
    audit = more.add_parser("audit", help="measure every page of the built book")
    audit.add_argument(
        "--full", action="store_true", help="light and dark, phone, answered"
    )
    audit.set_defaults(run=_audit)


def _add_lab(verbs: argparse._SubParsersAction) -> None:
    lab = verbs.add_parser(
        "lab", help="work in your own copy of the notebooks, in JupyterLab"
    )
    lab.add_argument(
        "--no-start", action="store_true", help="only bring the copy up to date"
    )
    lab.add_argument("--port", type=_port, default=8888, help="8888 by default")
    lab.add_argument(
        "--to", type=Path, metavar="FOLDER",
        help=f"your copy; {LEARNER_FOLDER} in the course's folder by default",
    )  # fmt: skip
    lab.set_defaults(run=_lab)


def _add_test(verbs: argparse._SubParsersAction) -> None:
    test = verbs.add_parser(
        "test",
        help="run every check there is",
        epilog="Anything else goes to pytest: files to test, -k, -x ...",
        allow_abbrev=False,
    )
    test.add_argument("--full", action="store_true", help="also what takes long")
    test.set_defaults(run=_test)


def _add_execute(verbs: argparse._SubParsersAction) -> None:
    execute = verbs.add_parser(
        "execute", help="run notebooks afresh and write their outputs"
    )
    execute.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    execute.set_defaults(run=_execute)


def _add_questions(verbs: argparse._SubParsersAction) -> None:
    questions = verbs.add_parser(
        "questions", help="check the question bank, or write it for an LMS"
    )
    commands = questions.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="say what is wrong with questions")
    check.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    check.set_defaults(run=_check_questions)
    exporting.add(commands, _banks)


def _course() -> Path:
    """Return the course that is meant, and say which it is if one stands elsewhere."""
    from salescourse.teach.signs import say

    here, course = Path.cwd(), project_root()
    if course not in (here, *here.parents):
        say(f"{here} is not in a course, so this takes the one in {course}.")
    return course


def _book(options: argparse.Namespace) -> int:
    from salescourse.teach import book

    html = book.build(course := _course())
    if options.scorm is not None:
        from salescourse.teach import scorm

        name = "-".join(filter(None, [book.NAME, options.scorm, "scorm.zip"]))
        made = html.parent / name
        scorm.pack(html, made, course=course, chapter=options.scorm)
        print(f"The book for an LMS, SCORM 1.2: {made}")
    elif options.zip:
        archive = book.pack(html, html.parent / f"{book.NAME}.zip")
        print(f"The book, packed: {archive}")
    elif options.no_serve:
        print(f"The book is in {html}")
    else:
        book.serve(html, port=options.port)
    return 0


def _audit(options: argparse.Namespace) -> int:
    from playwright.sync_api import sync_playwright

    from salescourse.teach.book import audit, build
    from salescourse.teach.browser import ensure_chromium
    from salescourse.teach.signs import say

    say("First the book, then a visit to each page: 3 to 6 seconds each.")
    html = build(_course())
    states = audit.EVERY_STATE if options.full else audit.TWO_STATES
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(ensure_chromium()), args=audit.browser_arguments()
        )
        visits = audit.audit(html, browser, states=states, progress=say)
        browser.close()
    print(audit.table(visits))
    found = audit.findings(visits)
    for finding in found:
        print(finding)
    pages = ngettext("{n} page", "{n} pages", len({v.page for v in visits}))
    broken = ngettext("{n} budget broken", "{n} budgets broken", len(found))
    print(
        f"{pages.format(n=len({v.page for v in visits}))}, {broken.format(n=len(found))}"
    )
    return 1 if found else 0


def _lab(options: argparse.Namespace) -> int:
    from salescourse.teach import lab
    from salescourse.teach.signs import say

    say("Bringing your copy of the notebooks up to date ...")
    course = _course()
    notebooks, own = course / "notebooks", options.to or course / LEARNER_FOLDER
    arrivals = lab.update(notebooks, own)
    for arrival in arrivals:
        print(arrival)
    lab.trust(lab.from_the_course(notebooks, own, arrivals))
    print(f"Your own copy is in {own}", flush=True)
    if not options.no_start:
        lab.start(own, port=options.port)
    return 0


def _test(options: argparse.Namespace) -> int:
    from salescourse.teach import suite

    return suite.run(project_root(), full=options.full, more=options.more)


def _execute(options: argparse.Namespace) -> int:
    from salescourse.teach.execute import execute
    from salescourse.teach.signs import going_on

    named = options.paths or [project_root() / "notebooks"]
    paths = [path for each in named for path in _notebooks(each)]
    failed = 0
    for number, path in enumerate(paths, start=1):
        try:
            with going_on(f"Running {path} ({number} of {len(paths)})"):
                changed = execute(path)
            print("  " + ("Its outputs changed." if changed else "As before."))
        except (OSError, RuntimeError, ValueError) as error:
            failed += 1
            print(f"  Left as it was. {_explain(error, options.verb)}", file=sys.stderr)
    if failed:
        print(f"{failed} of {len(paths)} were left as they were.", file=sys.stderr)
    return 1 if failed else 0


def _notebooks(place: Path) -> list[Path]:
    if not place.is_dir():
        return [place]
    if found := sorted(place.glob("*.ipynb")):
        return found
    raise FileNotFoundError(f"There is no notebook in {place}.")


def _banks() -> list[Path]:
    """Return where the questions of the course are that is meant."""
    try:
        course = _course()
    except FileNotFoundError:  # the package alone, with the questions in it
        return [data_dir() / "questions"]
    ways = (course / "data" / "questions", course / "notebooks" / "questions")
    return [way for way in ways if way.is_dir()] or [ways[0]]


def _check_questions(options: argparse.Namespace) -> int:
    from salescourse.practice.questions.bank import bank_files, check_banks
    from salescourse.teach.validate.questions import changed

    paths = options.paths or _banks()
    files = [file for path in paths for file in bank_files(path)]
    findings = [*check_banks(paths), *(f for file in files for f in changed(file))]
    for finding in findings:
        print(finding)
    banks = ngettext("{n} file", "{n} files", len(files)).format(n=len(files))
    problems = ngettext("{n} problem", "{n} problems", len(findings))
    print(f"{banks}, {problems.format(n=len(findings))}")
    return 1 if findings else 0


def _elsewhere(verb: str, folder: Path) -> str:
    """Say what can be done with a folder that is not this course."""
    place = shlex.quote(str(folder))
    if is_course(folder):
        return (
            f"`{verb}` takes the course in whose folder it is typed: "
            f"`cd {place} && {command_line(verb, anywhere=True)}`."
        )
    said = (
        f"{folder} is no course yet: `{verb}` wants a folder with notebooks/, "
        "book/_toc.yml and _config.yml, such as this course has. As it is, "
        f"`{command_line('validate')} {place}` looks at its notebooks"
    )
    if verb == "book":
        return f"{said}."
    return (
        f"{said}, and `{shlex.quote(sys.executable)} -m jupyter lab {place}` opens it: "
        'there, quiz("prices") asks what is in questions/prices.yml beside a notebook.'
    )


def _explain(error: Exception, verb: str) -> str:
    if isinstance(error, ModuleNotFoundError):
        return (
            f"This needs {error.name}, which is not installed. In the course's folder, "
            f"`python3 course.py {verb}` installs it into .venv and then runs; in an "
            'environment of your own, `pip install ".[book,lab,validate,test]"` there.'
        )
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return str(error)


def _port(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, got {text}")


if __name__ == "__main__":
    sys.exit(main())
