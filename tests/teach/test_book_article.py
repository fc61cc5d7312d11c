"""The article's claims and words in the built book: links that arrive, second lines."""

import re
from html import unescape
from pathlib import Path

import pytest

from salescourse.teach.book import search
from salescourse.teach.book.places import section_of
from salescourse.teach.minutes import second_line

ROOT = Path(__file__).resolve().parents[2]
LINES = {
    path.stem: line
    for path in sorted(ROOT.glob("notebooks/*.ipynb"))
    if (line := second_line(path))
}
PATH = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \|$", re.MULTILINE)
HOW_TO = (ROOT / "book" / "how_to.md").read_text("utf-8")


def arrives(book, page, href):
    """Tell whether an address on a page is a page of the book with that anchor."""
    path, _, anchor = href.partition("#")
    target = (book / page).parent / path
    return target.is_file() and f'id="{anchor}"' in target.read_text("utf-8")


def test_each_claim_leads_to_its_section(book):
    html = (book / "book" / "article.html").read_text("utf-8")
    assert re.findall(r'id="(c\d+)"', html) == [f"c{n}" for n in range(1, 70)]
    links = re.findall(r'href="(\.\./notebooks/[^"]+#[^"]+)"', html)
    assert len(links) == 69
    assert [
        href for href in links if not arrives(book, "book/article.html", href)
    ] == []
    assert not arrives(book, "book/article.html", "../notebooks/00_map.html#nowhere")


def test_a_claim_is_marked_with_how_it_was_taken_up(book):
    html = (book / "book" / "article.html").read_text("utf-8")
    row = html.partition('id="c40"')[2].partition("</tr>")[0]
    assert "Not known." in row
    row = html.partition('id="c41"')[2].partition("</tr>")[0]
    assert "Tested on real records." in row


def test_the_half_hour_is_thirty_minutes_of_places_that_are_there(book):
    rows = PATH.findall(HOW_TO)
    assert 5 <= len(rows) <= 6
    assert sum(int(row[0]) for row in rows) == 30
    assert "That is 30 minutes." in HOW_TO
    html = (book / "book" / "how_to.html").read_text("utf-8")
    part = html.partition('id="half-hour"')[2].partition("</section>")[0]
    links = re.findall(r'<a class="reference[^"]*" href="([^"]+)"', part)
    assert len(links) == len(rows)
    assert links.pop(0) == "intro.html"
    assert [href for href in links if not arrives(book, "book/how_to.html", href)] == []


def test_the_welcome_page_leads_to_the_half_hour(book):
    html = (book / "book" / "intro.html").read_text("utf-8")
    (href,) = re.findall(r'href="([^"]+)"><span[^>]*>half-hour path', html)
    assert arrives(book, "book/intro.html", href)


def test_a_place_that_is_not_there_is_told():
    with pytest.raises(ValueError, match="no cell has the id 'nowhere'"):
        section_of([], "nowhere")


def test_finished_chapters_have_the_article_s_words_as_their_second_line():
    assert LINES["00_map"] == "Two paths on one map"
    assert LINES["07_loyalty"] == "Brand loyalty and emotional connection"


@pytest.mark.parametrize(
    "page", ["book/intro", "book/glossary", "notebooks/01_decisions"]
)
def test_the_contents_show_the_article_s_words(book, page):
    html = unescape((book / f"{page}.html").read_text("utf-8"))
    contents = html.partition('class="sc-contents"')[2].partition("</nav>")[0]
    found = re.findall(r">(\d+) · [^<]+<small>([^<]+)</small>", contents)
    assert found == [(str(int(name[:2])), line) for name, line in LINES.items()]


@pytest.mark.parametrize("page", ["intro", "b2b", "b2c", "strategy"])
def test_cards_show_the_article_s_words(book, page):
    html = unescape((book / "book" / f"{page}.html").read_text("utf-8"))
    cards = html.split('class="sc-chapter-card')[1:]
    assert cards
    for card in cards:
        name = re.search(r"notebooks/(\w+)\.html", card)[1]
        words = re.findall(r'<p class="sc-card-words">([^<]*)</p>', card)
        assert words == [LINES[name] for name in [name] if name in LINES]


@pytest.mark.parametrize("name", ["01_decisions", "07_loyalty"])
def test_the_search_finds_a_chapter_by_the_article_s_words(chromium, site, name):
    page = chromium.new_page()
    page.goto(f"{site}/book/intro.html")
    page.keyboard.press("/")
    page.get_by_role("searchbox", name="Search").fill(LINES[name])
    first = page.locator(".sc-results a").first
    first.wait_for()
    assert first.get_attribute("href").endswith(f"notebooks/{name}.html")
    assert LINES[name] in first.locator("small").inner_text()
    page.close()


def test_the_search_does_not_look_through_cards():
    cards = '<div class="sc-cards docutils"><div><p>Who has to say yes</p></div></div>'
    html = f"<article><section><h1>Welcome</h1>{cards}<p>Begin.</p></section></article>"
    assert [place.text for place in search.places(html)] == ["Begin."]
