"""What stands beside the learner's notebooks: start page, glossary, references."""

import json
import re
from pathlib import Path

import pytest

from salescourse.practice.events import new_event
from salescourse.practice.questions.bank import load_bank
from salescourse.practice.records import records
from salescourse.teach.lab import update
from salescourse.teach.lab.reading import reading
from salescourse.teach.lab.start import start_page

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"


@pytest.fixture(scope="module")
def own(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "my course"
    update(NOTEBOOKS, folder)
    return folder


def words(path: Path) -> str:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n".join(
        "".join(c["source"]) for c in cells if c["cell_type"] == "markdown"
    )


def test_every_link_of_every_copy_leads_to_a_file_and_a_heading_that_are_there(own):
    links = [
        link
        for path in sorted(own.glob("*.ipynb"))
        for link in re.findall(r"\]\(([^)]+)\)", words(path))
    ]
    assert len(links) > 300
    assert [
        each for each in links if each.startswith(("api:", "term:", "cite:", ".."))
    ] == []
    headings = {
        page: {
            line[3:].replace(" ", "-")
            for line in (own / page).read_text(encoding="utf-8").splitlines()
            if line.startswith("## ")
        }
        for page in ("book/glossary.md", "book/references.md")
    }
    for link in links:
        page, _, heading = link.partition("#")
        if page in headings and heading:
            assert heading in headings[page], link
        elif "://" not in link:
            assert (own / page).is_file(), link


def test_no_two_entries_share_a_heading():
    made = reading(ROOT)
    assert len(set(made.headings.values())) == len(made.headings)
    assert "book/references.md#Barabasi-and-Albert-1999" in made.headings.values()
    assert all(place.isascii() for place in made.headings.values())
    for text in made.pages.values():
        found = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert len(set(found)) == len(found) > 50


def test_an_entry_keeps_its_words(tmp_path):
    (tmp_path / "book").mkdir()
    glossary = "# Glossary\n\n```{glossary}\nveto\n  A no that\n  ends it.\n\nbig deal\n  Much.\n```\n"
    (tmp_path / "book" / "glossary.md").write_text(glossary)
    made = reading(tmp_path)
    assert made.pages == {
        "book/glossary.md": "# Glossary\n\n## veto\n\nA no that ends it.\n\n## big deal\n\nMuch.\n"
    }
    cell = {
        "cell_type": "markdown",
        "source": "[d](term:Big-deal) [x](term:no) [c](cite:a)",
    }
    linked = json.loads(made.linked(json.dumps({"cells": [cell]}).encode()))
    assert linked["cells"][0]["source"] == [
        "[d](book/glossary.md#big-deal) [x](term:no) [c](cite:a)"
    ]


def test_a_course_without_a_book_leaves_its_notebooks_as_they_are(tmp_path):
    chapter = (NOTEBOOKS / "01_decisions.ipynb").read_bytes()
    assert reading(tmp_path).linked(chapter) == chapter
    assert reading(ROOT).linked(b"no notebook") == b"no notebook"


def test_the_start_page_lists_every_chapter_and_where_to_begin(own):
    page = start_page(NOTEBOOKS, {}, list(reading(ROOT).pages))
    assert "**Begin with [Minutes and months](00_map.ipynb).**" in page
    assert "| [Who has to say yes](01_decisions.ipynb) | 50 | 0 of " in page
    linked = re.findall(r"\]\(([^)]+)\)", page)
    assert {path.name for path in NOTEBOOKS.glob("*.ipynb")} <= set(linked)
    assert all((own / each).is_file() for each in linked)
    for word in ("progress()", "review()", "Export progress", "Import a file"):
        assert word in page


def test_the_start_page_knows_what_was_answered_and_goes_on_there():
    item = load_bank("decisions").items[0]
    records().add([new_event("attempt", item.id, hash=item.hashes[0], score=1.0)])
    page = start_page(NOTEBOOKS, {}, [])
    assert "**Go on with [Who has to say yes](01_decisions.ipynb).**" in page
    assert "(01_decisions.ipynb) | 50 | 1 of " in page


def test_a_notebook_with_no_questions_is_listed_too(tmp_path):
    cell = {"cell_type": "markdown", "source": "# Price | worth\n\nAbout 20 minutes."}
    (tmp_path / "99_own.ipynb").write_text(json.dumps({"cells": [cell]}))
    (tmp_path / "98 broken.ipynb").write_text("{")
    page = start_page(tmp_path, {}, [])
    assert "| [Price \\| worth](99_own.ipynb) | 20 |  |" in page
    assert "| [98 broken](98%20broken.ipynb) |  |  |" in page


def test_a_link_to_what_the_book_says_of_functions_leaves_its_words():
    cell = {"cell_type": "markdown", "source": "Under [`a.b`](api:salescourse.b2b)."}
    chapter = json.dumps({"cells": [cell]}).encode()
    linked = json.loads(reading(ROOT).linked(chapter))
    assert linked["cells"][0]["source"] == ["Under `a.b`."]
