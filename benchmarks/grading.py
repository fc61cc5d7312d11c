"""Time `grade` beside the bare execution of the same notebooks.

    python benchmarks/grading.py        # 24 submissions, some minutes
    python benchmarks/grading.py 48     # more of them

A class hands in the whole of chapter 1, each copy with right answers and a name of its
own, so that no two are the same file. Each round marks them with one worker and with
two, and runs the same notebooks with nbclient, two at a time, each in a process of its
own as `grade` does it. What counts are the two ratios; they come from the best rounds.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from teach.class_of import CHAPTER, EXERCISES, FILE, answered  # noqa: E402

from salescourse.teach.grade.make import grade  # noqa: E402
from salescourse.teach.release import package  # noqa: E402
from salescourse.teach.release.make import edition_of, notebooks_in  # noqa: E402
from salescourse.teach.release.notebooks import for_class  # noqa: E402

RUN = """
import sys, nbformat
from nbclient import NotebookClient
NotebookClient(nbformat.read(sys.argv[1], 4), resources={"metadata": {"path": "."}}).execute()
"""


def write(folder: Path, n: int) -> list[Path]:
    """Write n submissions, and return where they lie."""
    edition = edition_of([package.files(), notebooks_in(ROOT)])
    course = json.loads((ROOT / "notebooks" / FILE).read_text("utf-8"))
    answers = {
        f"exercise-{at}": answered(item, 0) for at, item in enumerate(EXERCISES, 1)
    }
    made = []
    for number in range(n):
        book = for_class(course, chapter=CHAPTER, edition=edition, texts=[])
        for cell in book["cells"]:
            if cell["id"] in answers:
                source = f"from salescourse import check, hint\n\n{answers[cell['id']]}"
                cell["source"] = source
            if cell["id"] == "your-name":
                cell["source"] = f'name = "Learner {number}"\nnumber = "{number}"'
        made.append(folder / f"learner{number}_{number}_{number + 5000}_{FILE}")
        made[-1].write_text(json.dumps(book), "utf-8")
    return made


def seconds(run: Callable[[], object]) -> float:
    """Return how long something takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def bare(paths: list[Path]) -> None:
    """Run notebooks, two at a time."""

    def one(path: Path) -> None:
        command = [sys.executable, "-c", RUN, str(path)]
        subprocess.run(command, check=True, cwd=path.parent, stderr=subprocess.DEVNULL)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, paths))


def marked(folder: Path, at_a_time: int) -> None:
    """Mark the submissions in a folder, all of which are right."""
    out = folder.parent / f"by-{at_a_time}" / "grades.csv"
    graded = grade(folder, out, course=ROOT, at_a_time=at_a_time)
    points = {mark.points for result in graded.results for mark in result.marks}
    assert points == {1}, points


def one_round(place: Path, n: int) -> dict[str, float]:
    """Return the seconds of each of the three."""
    folder = place / "in"
    folder.mkdir()
    paths = write(folder, n)
    return {
        "bare, two": seconds(lambda: bare(paths)),
        "one worker": seconds(lambda: marked(folder, 1)),
        "two": seconds(lambda: marked(folder, 2)),
    }


def main() -> None:
    """Print the times of each round, and the ratios of the best."""
    parser = argparse.ArgumentParser()
    parser.add_argument("submissions", nargs="?", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=2)
    asked = parser.parse_args()
    rounds = []
    for _round in range(asked.rounds):
        with tempfile.TemporaryDirectory() as place:
            rounds.append(one_round(Path(place), asked.submissions))
        print(", ".join(f"{name}: {time:.1f} s" for name, time in rounds[-1].items()))
    best = {name: min(took[name] for took in rounds) for name in rounds[0]}
    print(f"grade beside bare: {best['two'] / best['bare, two']:.2f} times")
    print(f"two workers against one: {best['one worker'] / best['two']:.2f} times")


if __name__ == "__main__":
    main()
