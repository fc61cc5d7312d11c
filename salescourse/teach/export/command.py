"""The command `salescourse questions export`."""

import argparse
from collections.abc import Callable
from pathlib import Path

Places = Callable[[], list[Path]]


def add(commands: argparse._SubParsersAction, places: Places) -> None:
    """Add the command to those of `questions`; `places` says where the banks are."""
    command = commands.add_parser(
        "export",
        help="write the question bank for an LMS",
        epilog="GIFT is read by Moodle and many others; Moodle XML keeps more: units, "
        "hints, words for right and wrong, the order of steps (Moodle 4.4 or newer).",
    )
    command.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="banks")
    command.add_argument(
        "--format", choices=("gift", "moodle"), default="moodle",
        help="moodle, the XML, by default",
    )  # fmt: skip
    command.add_argument(
        "--out", type=Path, metavar="FILE", help="questions.xml or questions.gift"
    )
    command.set_defaults(run=lambda options: run(options, places))


def run(options: argparse.Namespace, places: Places) -> int:
    """Write the file, and list what is left out."""
    from salescourse.teach.export import export
    from salescourse.teach.export.make import FORMATS
    from salescourse.teach.grade.tables import write

    made = export(options.paths or places(), options.format)
    for item, why in made.left_out:
        print(f"Left out of {item}: {why}.")
    out = options.out or Path(f"questions{FORMATS[options.format].ENDING}")
    print(f"Written: {write(out, made.text)}, {made.questions} questions of "
          f"{made.items} items.")  # fmt: skip
    return 0
