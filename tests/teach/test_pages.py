"""What the pages say of the chapters is what the chapters say of themselves."""

import re
from pathlib import Path

import nbformat
import pytest
import yaml

from salescourse import SalesCycle
from salescourse.teach.book.welcome import PARTS

ROOT = Path(__file__).resolve().parents[2]
CHAPTERS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def first_cell(chapter: Path) -> str:
    return nbformat.read(chapter, as_version=4).cells[0].source


def title_of(chapter: Path) -> str:
    return re.match("# (.+)", first_cell(chapter))[1]


def minutes_of(chapter: Path) -> str:
    return re.search(r"About (\d+) minutes", first_cell(chapter))[1]


def test_the_contents_hold_every_chapter_by_number_and_title():
    contents = yaml.safe_load((ROOT / "book" / "_toc.yml").read_text("utf-8"))
    entries = [entry for part in contents["parts"] for entry in part["chapters"]]
    assert {entry["file"]: entry["title"] for entry in entries if "title" in entry} == {
        f"notebooks/{chapter.stem}": f"{int(chapter.stem[:2])} · {title_of(chapter)}"
        for chapter in CHAPTERS
    }


def test_the_welcome_page_has_a_card_for_every_chapter_in_their_order():
    text = (ROOT / "book" / "intro.md").read_text("utf-8")
    cards = re.findall(r"\{chapter-card\} notebooks/(\w+)", text)
    assert cards == [chapter.stem for chapter in CHAPTERS]


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_the_instructors_page_says_how_long_it_takes(chapter):
    text = (ROOT / "book" / "instructors.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| [")]
    (row,) = [row for row in rows if chapter.name in row]
    assert f"[{int(chapter.stem[:2])} · {title_of(chapter)}]" in row
    assert f"| {minutes_of(chapter)} |" in row


def test_the_welcome_page_says_what_the_reference_cycles_say():
    text = (ROOT / "book" / "intro.md").read_text("utf-8")
    firm, person = SalesCycle.b2b(), SalesCycle.b2c()
    won, ordered = firm.mean_days("won"), person.mean_days("won")
    assert f"| a yes takes | {won:.0f} days | {ordered * 24:.0f} hours |" in text
    assert round(won / (365.25 / 12)) == 4
    shares = f"{100 * firm.win_rate:.0f} sign | {100 * person.win_rate:.0f} order"
    assert f"| of a hundred that begin | {shares} |" in text
    assert f"average deal is over after {firm.mean_days():.0f} days" in text
    still_open = 100 * (1 - firm.cdf(50))
    assert f"the model says {still_open:.0f}." in text


def test_the_clock_of_the_welcome_page_ends_as_the_model_says():
    picture = PARTS["roads"]().picture["data"]
    ends = [[path[-1][1] for path in picture[who]["paths"]] for who in picture["of"]]
    assert [sum(end > 0 for end in each) for each in ends] == [12, 4]
