"""The command line: `salescourse`; course.py sets up what it needs and calls it."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from salescourse.paths import command_line, data_dir, project_root
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
    options, more = parser().parse_known_args(arguments)
    if more and options.run is not _test:
        parser().error(f"I do not know {' '.join(more)}.")
    options.more = more
    try:
        return options.run(options)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    except (OSError, ValueError, RuntimeError, ModuleNotFoundError) as error:
        print(_explain(error), file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line, with one subcommand per verb."""
    top = argparse.ArgumentParser(prog=command_line(), description="The course.")
    verbs = top.add_subparsers(required=True, metavar="COMMAND")
    _add_book(verbs)
    _add_lab(verbs)
    _add_test(verbs)
    command.add(verbs)
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
    questions = verbs.add_parser("questions", help="check the question bank")
    check = questions.add_subparsers(required=True, metavar="check").add_parser("check")
    check.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    check.set_defaults(run=_check_questions)


def _book(options: argparse.Namespace) -> int:
    from salescourse.teach import book

    html = book.build(project_root())
    if options.zip:
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

    html = build(project_root())
    states = audit.EVERY_STATE if options.full else audit.ONE_STATE
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(ensure_chromium()), args=audit.browser_arguments()
        )
        visits = audit.audit(html, browser, states=states)
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
    from salescourse.teach import learner

    notebooks, own = project_root() / "notebooks", project_root() / learner.FOLDER
    for arrival in learner.update(notebooks, own):
        print(arrival)
    learner.trust(notebooks, own)
    print(f"Your own copy is in {own}", flush=True)
    if not options.no_start:
        learner.start_jupyterlab(own, port=options.port)
    return 0


def _test(options: argparse.Namespace) -> int:
    from salescourse.teach import suite

    return suite.run(project_root(), full=options.full, more=options.more)


def _execute(options: argparse.Namespace) -> int:
    from salescourse.teach.execute import execute

    paths = options.paths or sorted((project_root() / "notebooks").glob("*.ipynb"))
    for path in paths:
        print(f"Running {path} ...", flush=True)
        print("  " + ("Its outputs changed." if execute(path) else "As before."))
    return 0


def _check_questions(options: argparse.Namespace) -> int:
    from salescourse.practice.questions.bank import check_banks
    from salescourse.teach.validate.questions import changed

    paths = options.paths or sorted((data_dir() / "questions").glob("*.yml"))
    findings = [*check_banks(paths), *(f for path in paths for f in changed(path))]
    for finding in findings:
        print(finding)
    banks = ngettext("{n} file", "{n} files", len(paths)).format(n=len(paths))
    problems = ngettext("{n} problem", "{n} problems", len(findings))
    print(f"{banks}, {problems.format(n=len(findings))}")
    return 1 if findings else 0


def _explain(error: Exception) -> str:
    if isinstance(error, ModuleNotFoundError):
        return (
            f"This needs {error.name}, which is not installed. In the course's "
            "folder, `python3 course.py` installs it."
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
