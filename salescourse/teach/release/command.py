"""The command `salescourse release`."""

import argparse
from pathlib import Path

from salescourse.paths import command_line, project_root


def add(verbs: argparse._SubParsersAction) -> None:
    """Add the command to the parser."""
    command = verbs.add_parser(
        "release",
        help="make a copy for a class, without solutions and keys",
        epilog="Whoever has the whole course has its solutions too: it is public.",
    )
    command.add_argument("path", type=Path, metavar="PATH", help="a new folder")
    command.add_argument(
        "--chapters", metavar="NAMES", type=lambda text: text.split(","),
        help="some of them, such as decisions,impulse; all by default",
    )  # fmt: skip
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Make the copy, and say what it is."""
    from salescourse.teach.release import release

    made = release(options.path, options.chapters, course=project_root())
    for path in made.notebooks.values():
        print(path)
    print(f"Edition {made.edition}, for a class, without solutions, in {made.folder}.")
    print(f"What comes back is marked by `{command_line('grade')} FOLDER`.")
    return 0
