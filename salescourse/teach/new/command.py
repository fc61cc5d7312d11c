"""The command `salescourse new`."""

import argparse
import shlex
from pathlib import Path

from salescourse.paths import command_line


def add(verbs: argparse._SubParsersAction) -> None:
    """Add the command to the parser."""
    command = verbs.add_parser(
        "new",
        help="begin a course of your own, in a folder of its own",
        epilog="It has a chapter, its questions, and checks for GitHub.",
    )
    command.add_argument("path", type=Path, metavar="PATH", help="a new folder")
    command.add_argument("--title", default="", help="the folder's name by default")
    command.add_argument("--author", default="")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write it, run its chapter, and say what to type next."""
    from salescourse.teach.new import new
    from salescourse.teach.new.make import CHAPTER
    from salescourse.teach.signs import going_on

    for file in new(options.path, title=options.title, author=options.author):
        print(file)
    with going_on(f"Running {CHAPTER}"):
        _accept(options.path)
    print(f"\nA course of your own is in {options.path}. There, type:\n")
    print(f"  cd {shlex.quote(str(options.path))}")
    for words in ("validate --only notebooks,questions,exercises", "book", "lab"):
        print(f"  {command_line(words, anywhere=True)}")
    return 0


def _accept(course: Path) -> None:
    """Write what its chapter shows, which `validate` compares later."""
    from salescourse.teach.validate import Outcome, validate
    from salescourse.teach.validate.accept import accept

    def look(paths: list[Path]) -> Outcome:
        return validate(paths, only=["notebooks"])

    found = look([course])
    accept(found, look, lambda line: None)
    for finding in found.findings:
        print(finding)
