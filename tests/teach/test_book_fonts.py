"""The letters of the book: cut to what it says, its own, and shifting nothing."""

import html
import io
import json
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from salescourse.teach.book import fonts
from salescourse.teach.book.placing import STATE

ROOT = Path(__file__).resolve().parents[2]
# Of what the pages show, what Source Serif and Sans do not have: shown in other letters.
ELSEWHERE = set("○◐■█⟨⟩")
WIDGETS = re.compile(rf'<script type="{re.escape(STATE)}">(.*?)</script>', re.DOTALL)
# A script, and the words of exports that it knows: neither is shown.
UNSHOWN = {"reader", "vocabulary"}


@pytest.fixture(scope="module")
def faces(book) -> dict[str, TTFont]:
    files = {face.file: book / "_static" / face.file for face in fonts.FACES}
    return {name: TTFont(io.BytesIO(file.read_bytes())) for name, file in files.items()}


def shown_in(widgets: dict[str, dict]) -> str:
    return json.dumps(
        [
            {name: value for name, value in values.items() if name not in UNSHOWN}
            for values in widgets.values()
        ],
        ensure_ascii=False,
    )


def test_the_faces_have_what_the_pages_say(book, faces):
    said: set[str] = set()
    for page in book.rglob("*.html"):
        text = re.sub(r"<math.*?</math>", "", page.read_text("utf-8"), flags=re.DOTALL)
        text = WIDGETS.sub(lambda found: shown_in(json.loads(found[1])), text)
        said |= set(html.unescape(re.sub(r"<[^>]+>", "", text)))
    printable = {sign for sign in said if sign.isprintable()} - ELSEWHERE
    for name in fonts.FIRST:
        missing = {
            sign for sign in printable if ord(sign) not in faces[name].getBestCmap()
        }
        assert not missing, name


def test_the_faces_are_small_together(book):
    sizes = [(book / "_static" / face.file).stat().st_size for face in fonts.FACES]
    assert sum(sizes) <= 60_000


def test_a_cut_face_does_not_bear_the_reserved_name_and_keeps_its_license(book, faces):
    for face in fonts.FACES:
        names = faces[face.file]["name"]
        for number in (1, 3, 4, 6, 16, 25):
            assert "Source" not in str(names.getDebugName(number) or "")
        assert "SIL Open Font License" in names.getDebugName(13)
    shipped = (book / "_static" / fonts.LICENSE).read_text("utf-8")
    assert shipped.count("SIL OPEN FONT LICENSE Version 1.1") == 2


def test_the_weights_are_those_that_the_pages_ask_for(faces):
    axes = {
        name: [
            (axis.axisTag, axis.minValue, axis.maxValue) for axis in font["fvar"].axes
        ]
        for name, font in faces.items()
        if "fvar" in font
    }
    assert axes == {name: [("wght", 400, 700)] for name in fonts.FIRST}


def test_the_same_words_make_the_same_file():
    face = fonts.FACES[1]
    assert fonts.cut.__wrapped__(face, "abc") == fonts.cut.__wrapped__(face, "abc")


def test_characters_come_from_every_kind_of_source(tmp_path):
    (tmp_path / "a.md").write_text("Ž", encoding="utf-8")
    (tmp_path / "b.ipynb").write_text('"\\u0142"', encoding="utf-8")
    (tmp_path / "c.csv").write_text("ß", encoding="utf-8")
    found = set(fonts.characters([tmp_path, tmp_path / "none"])) - set(fonts.ALWAYS)
    assert found == {"Ž", "ł"}


def loaded(page) -> list[str]:
    return page.evaluate(
        "async () => { await document.fonts.ready; return [...document.fonts]"
        ".filter((one) => one.status === 'loaded').map((one) => one.family) }"
    )


def test_the_letters_come_early_over_http_and_also_from_a_folder(chromium, site, book):
    page = chromium.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    for address, early in ((site, 2), (book.as_uri(), 0)):
        page.goto(f"{address}/book/intro.html")
        assert page.locator("link[rel=preload]").count() == early
        assert {"Course Serif", "Course Sans"} <= {
            name.strip('"') for name in loaded(page)
        }
    page.close()
    assert complaints == []


def test_nothing_moves_when_the_letters_come_late(chromium, site):
    page = chromium.new_page()
    page.route(
        "**/*.woff2*", lambda route: (page.wait_for_timeout(700), route.continue_())
    )
    page.add_init_script(
        "self.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach("
        "(one) => (self.shift += one.value))).observe({ type: 'layout-shift', buffered: true })"
    )
    page.goto(f"{site}/notebooks/01_decisions.html")
    loaded(page)
    page.wait_for_timeout(300)
    # As little as the audit allows a page in all.
    assert page.evaluate("self.shift") < 0.02
    page.close()
