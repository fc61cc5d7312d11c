"""The command `salescourse statistics`."""

import argparse
from pathlib import Path


def add(verbs: argparse._SubParsersAction) -> None:
    """Add the command to the parser."""
    command = verbs.add_parser(
        "statistics",
        help="say how questions have worked, from the progress files of a class",
        epilog="Of each learner the first attempt counts. What somebody who began a "
        "chapter has not answered is worth nothing. Measures are those of Moodle's "
        "quiz report.",
    )
    command.add_argument(
        "folder", type=Path, metavar="FOLDER", help="the progress files handed in"
    )
    command.add_argument("--out", type=Path, metavar="FILE", help="write a table, too")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read, measure and tell."""
    from salescourse.teach.grade.command import shown
    from salescourse.teach.grade.tables import write
    from salescourse.teach.statistics import report, statistics
    from salescourse.teach.statistics.handed import handed_in

    handed = handed_in(options.folder)
    for remark in handed.remarks:
        print(shown(remark))
    if not handed.events:
        raise FileNotFoundError(
            f"There is no progress file that can be read in {options.folder}. It is what "
            "*Export progress* writes, and ends in .json."
        )
    made = statistics(handed.events)
    for line in report.lines(made):
        print(line)
    if not made:
        print("Nobody has answered a question of this course as it is asked today.")
    if options.out:
        print(f"Written: {write(options.out, report.table(made))}")
    return 0 if made else 1
