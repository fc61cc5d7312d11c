"""The command `salescourse grade`."""

import argparse
from pathlib import Path

from salescourse.paths import project_root
from salescourse.teach.grade import CONTAINER, IMAGE
from salescourse.teach.options import add_limits, limits_of, stop_when_told

_MORE = f"""\
Each notebook runs in a process of its own, is asked for values only, and they are
compared here. Nobody gains marks by what a notebook prints, patches or writes. But a
plain process of yours can read your files (the course with its keys too), change them,
use the network and end other processes of yours. In a container it has no network, sees
the course, the submissions and the grades alone, and cannot change the first two; the
keys in the course it can still read. COURSE, FOLDER and OUT are whole paths; the image
is made once, and IMAGE is its name:

{IMAGE}

{CONTAINER}
"""


def add(verbs: argparse._SubParsersAction) -> None:
    """Add the command to the parser."""
    command = verbs.add_parser(
        "grade",
        help="mark the notebooks that a class has handed in",
        epilog=_MORE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument(
        "folder", type=Path, metavar="FOLDER",
        help="the notebooks, as Moodle or Canvas give them, unpacked; or any folder",
    )  # fmt: skip
    command.add_argument(
        "--out", type=Path, default=Path("grades.csv"), metavar="FILE",
        help="the table; grades.csv by default. Pages and tables for the LMS go beside it",
    )  # fmt: skip
    command.add_argument(
        "--chapter", default="", metavar="NAME",
        help="of notebooks that do not say theirs; what most are of by default",
    )  # fmt: skip
    command.add_argument(
        "--at-a-time", type=int, metavar="N", help="as many as processors by default"
    )
    command.add_argument(
        "--dask", default="", metavar="ADDRESS",
        help="run them on a Dask cluster, whose scheduler is there",
    )  # fmt: skip
    add_limits(command, "submission")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Mark, and say what came of it."""
    from salescourse.teach.grade import grade
    from salescourse.teach.signs import say

    stop_when_told()
    graded = grade(
        options.folder, options.out, course=project_root(), limits=limits_of(options),
        at_a_time=options.at_a_time, chapter_name=options.chapter,
        dask=options.dask, say=say,
    )  # fmt: skip
    for result in graded.results:
        print(
            shown(f"{result.name}, {result.chapter}: {result.points:g} of {result.of}")
        )
        for remark in result.remarks:
            print(f"  {shown(remark)}")
    for remark in graded.remarks:
        print(shown(remark))
    tables = [path for path in graded.files if path.suffix == ".csv"]
    print(f"Written: {', '.join(map(str, tables))}, and {len(graded.files) - len(tables)}"
          f" pages of feedback in {options.out.stem}-feedback.")  # fmt: skip
    if not graded.results:
        print("There was no notebook to mark.")
    return 0 if graded.results else 1


def shown(text: str) -> str:
    r"""Return a text without what would do something in a terminal.

    Examples
    --------
    >>> shown("a\x1b[2Jb")
    'a?[2Jb'
    """
    return "".join(sign if sign.isprintable() else "?" for sign in text)
