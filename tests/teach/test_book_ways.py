"""A reader always knows where they are: chapters have numbers, lists show the place."""

import re

import pytest

CHAPTERS = {
    "book/b2b.html": [1, 2, 3, 4],
    "book/b2c.html": [5, 6, 7],
    "book/strategy.html": [8, 9, 10, 11, 12],
}


@pytest.fixture
def page(chromium):
    """A small laptop's window in which nothing may go wrong."""
    page = chromium.new_page(viewport={"width": 1280, "height": 720})
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text))
    yield page
    page.close()
    assert complaints == []


@pytest.mark.parametrize(
    ("path", "above"),
    [
        ("notebooks/00_map", ["Chapter 0 · The map"]),
        ("notebooks/11_influence", ["Chapter 11 · One strategy for both"]),
        ("book/glossary", ["Around the course"]),
        ("book/b2b", []),  # its title is the part's
    ],
)
def test_above_a_title_stand_its_chapter_and_its_part(page, site, path, above):
    page.goto(f"{site}/{path}.html")
    assert page.locator(".sc-part-name").all_inner_texts() == above


def test_the_links_before_and_after_say_which_chapters_they_are(page, site):
    page.goto(f"{site}/notebooks/01_decisions.html")
    small = page.locator(".sc-ways small").all_inner_texts()
    assert small == ["Previous", "Next · Chapter 2"]


@pytest.mark.parametrize(
    "path", ["notebooks/00_map", "notebooks/11_influence", "book/references"]
)
def test_the_contents_show_where_the_reader_is_and_the_page_stays(page, site, path):
    page.goto(f"{site}/{path}.html")
    here = page.locator(".sc-contents [aria-current]").bounding_box()
    assert 56 <= here["y"] <= 720 - here["height"]
    assert page.evaluate("scrollY") == 0


def test_the_contents_show_the_place_when_they_are_opened_on_a_telephone(page, site):
    page.set_viewport_size({"width": 390, "height": 500})
    page.goto(f"{site}/book/references.html")
    page.get_by_role("button", name="Contents").click()
    here = page.locator(".sc-contents [aria-current]")
    here.wait_for()
    page.wait_for_function(
        "document.querySelector('.sc-contents [aria-current]').getBoundingClientRect().bottom <= 500"
    )


@pytest.mark.parametrize(("path", "chapters"), CHAPTERS.items())
def test_every_number_on_a_part_s_page_leads_to_its_chapter(page, site, path, chapters):
    page.goto(f"{site}/{path}")
    for links in (".sc-picture a", "article > section > p a[href*='notebooks/']"):
        found = {}
        for link in page.locator(links).all():
            number = re.search(r"\d+", link.text_content())[0]
            found[int(number)] = link.get_attribute("href")
        assert sorted(found) == chapters
        for number, href in found.items():
            assert href.startswith(f"../notebooks/{number:02}_")


def test_a_number_in_a_picture_can_be_followed(page, site):
    page.goto(f"{site}/book/b2c.html")
    page.get_by_role("link", name=re.compile("^Chapter 6: ")).click()
    page.wait_for_url("**/notebooks/06_channels.html")


def search(page, words):
    page.keyboard.press("/")
    page.get_by_role("searchbox", name="Search").fill(words)
    page.locator(".sc-results a").first.wait_for()
    return page.locator(".sc-results a")


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("CAC", "customer acquisition cost"),
        ("LTV", "customer lifetime value"),
        ("CLV", "customer lifetime value"),
        ("NPS", "net promoter score"),
        ("funnel", "pipeline"),
        ("upsell", "upsell"),
        ("win-rate", "win rate"),
        ("conversion", "conversion"),
        ("cost of acquisition", "customer acquisition cost"),
    ],
)
def test_the_search_knows_the_trade_s_words(page, site, words, title):
    page.goto(f"{site}/book/how_to.html")
    first = search(page, words).first
    assert first.locator(".sc-hit").inner_text() == title
    assert first.locator("small").inner_text() == "Glossary"


def test_a_find_says_its_chapter_and_shows_the_word_that_was_sought(page, site):
    page.goto(f"{site}/book/how_to.html")
    hits = search(page, "churn")
    inside = hits.filter(has_text="Chapter 2").first
    assert "Chapter 2 · The ones who stay" in inside.locator("small").inner_text()
    excerpts = [hit for hit in hits.all() if "churn" in hit.inner_text().lower()]
    assert all(hit.locator("mark").count() for hit in excerpts)
    assert len(excerpts) > 5


def test_the_references_are_named_as_the_text_names_them(page, site):
    page.goto(f"{site}/book/references.html")
    names = page.locator(".citation .label").all_inner_texts()
    assert "Adamson and others, 2015" in names
    assert "Wald and Wolfowitz, 1948" in names
    assert len(set(names)) == len(names) > 40


def test_the_glossary_has_letters_and_leads_back_to_the_chapters(page, site):
    page.goto(f"{site}/book/glossary.html")
    letters = page.get_by_role("navigation", name="By letter").get_by_role("link")
    assert letters.all_inner_texts()[:3] == ["A", "B", "C"]
    letters.filter(has_text="V").click()
    page.wait_for_url("**#term-value-of-information")
    term = page.locator("#term-veto + dd .sc-used a")
    assert "1" in term.all_inner_texts()
    term.filter(has_text=re.compile("^1$")).click()
    page.wait_for_url("**/notebooks/01_decisions.html")


def test_each_page_says_its_edition(page, site):
    page.goto(f"{site}/book/how_to.html")
    said = page.locator(".sc-foot").inner_text()
    assert re.search(r"Edition \d+\.\d+\.\d+ of [A-Z][a-z]+ \d\d, \d{4}", said)
