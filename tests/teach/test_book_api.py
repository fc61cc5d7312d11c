"""The pages about the package: every name, found by search, legible on a telephone."""

import importlib
import inspect
import re

import pytest
from test_public import DESCRIBED

from salescourse.teach.book import search
from salescourse.teach.book.api import leave_out_files

PAGES = ("cycle", "b2b", "b2c", "strategy", "practice", "crm")
DESKTOP, PHONE = (1280, 900), (390, 844)


def opened(chromium, site, path, size=DESKTOP):
    page = chromium.new_page(viewport=dict(zip(("width", "height"), size, strict=True)))
    page.goto(f"{site}/{path}")
    return page


def test_every_offered_name_is_on_its_page_with_an_example(book):
    text = "".join(
        (book / f"book/api/{page}.html").read_text("utf-8") for page in PAGES
    )
    anchors = set(re.findall(r'class="sig [^"]*" id="([^"]+)"', text))
    wanted = {
        f"{module}.{name}"
        for module in DESCRIBED
        for name in importlib.import_module(module).__all__
        if not inspect.ismodule(getattr(importlib.import_module(module), name))
    }
    assert len(wanted) > 150
    assert wanted - anchors == set()


def test_no_page_tells_which_file_holds_what(book):
    for page in PAGES:
        assert "The folder" not in (book / f"book/api/{page}.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "leads_to"),
    [
        ("committee_odds", "b2b.html#salescourse.b2b.decisions.committee_odds"),
        ("committee odds", "b2b.html#salescourse.b2b.decisions.committee_odds"),
        ("salescycle.cdf", "cycle.html#salescourse.cycle.SalesCycle.cdf"),
        ("expand", "practice.html#salescourse.datasets.expand"),
    ],
)
def test_the_search_finds_a_name(chromium, site, words, leads_to):
    page = opened(chromium, site, "book/api/package.html")
    page.keyboard.press("/")
    page.get_by_role("searchbox", name="Search").fill(words)
    dialog = page.get_by_role("dialog", name="Search")
    dialog.get_by_role("status").filter(has_text=re.compile("place")).wait_for()
    assert dialog.get_by_role("link").first.get_attribute("href").endswith(leads_to)
    page.close()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_a_long_signature_breaks_and_nothing_reaches_beyond_the_page(
    chromium, site, name, size
):
    page = opened(chromium, site, f"book/api/{name}.html", size)
    over = page.evaluate(
        """() => [document.documentElement, ...document.querySelectorAll("dt.sig, .field-list")]
        .filter((node) => node.scrollWidth > node.clientWidth + 1)
        .map((node) => node.id || node.tagName)"""
    )
    assert over == []
    # A signature of many lines begins at the left and goes on further in.
    long = page.locator("dt.sig").evaluate_all(
        "nodes => Math.max(...nodes.map((node) => node.getClientRects()[0].height))"
    )
    assert long > 60 or size is DESKTOP
    page.close()


def test_a_chapter_leads_to_its_place(chromium, site):
    page = opened(chromium, site, "notebooks/01_decisions.html")
    page.get_by_role("link", name="salescourse.b2b.decisions", exact=True).click()
    assert page.url.endswith("book/api/b2b.html#module-salescourse.b2b.decisions")
    page.locator(":target").wait_for(state="attached")
    page.close()


def test_what_is_in_which_file_is_left_out_of_a_module_and_nothing_else():
    lines = ["One.", "", "The folder: `a` has b", "and c.", "", "Sources: d."]
    leave_out_files(None, "module", "m", None, None, lines)
    assert lines == ["One.", "", "Sources: d."]
    lines = ["The folder: it is."]
    leave_out_files(None, "function", "f", None, None, lines)
    assert lines == ["The folder: it is."]


def test_a_method_is_a_place_of_its_own_inside_its_class():
    html = (
        '<article><section id="s"><h1>Cycle</h1><dl class="py class">'
        '<dt class="sig" id="salescourse.cycle.Deal">class Deal(days)</dt><dd>One.'
        "<dl><dt>days</dt><dd>How long.</dd></dl>"
        '<dl class="py method"><dt class="sig" id="salescourse.cycle.Deal.end">end()</dt>'
        "<dd>Ends it.</dd></dl>Last.</dd></dl><p>After.</p></section></article>"
    )
    found = {place.title: place for place in search.places(html)}
    assert found["Deal"].text == "class Deal(days)One.daysHow long.Last."
    assert found["Deal.end"] == (
        "salescourse.cycle.Deal.end",
        "Deal.end",
        "name",
        "end()Ends it.",
    )
    assert found["Cycle"].text == "After."
