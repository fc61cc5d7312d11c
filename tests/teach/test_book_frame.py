"""The frame of the book's pages: contents, search, modes, words, cards, links."""

import itertools
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import new_context

from salescourse.practice.overview.chapters import course
from salescourse.teach import book as the_book

CHAPTER = "notebooks/01_decisions.html"
EARLIER = Path(__file__).resolve().parents[1] / "vectors" / "earlier_progress.json"
DESKTOP, PHONE, ZOOMED = (1280, 900), (390, 844), (320, 256)


@pytest.fixture
def reader(chromium, site: str) -> Iterator:
    """Open a page as a new reader; nothing may go wrong on it."""
    contexts, complaints = [], []

    def open_page(path: str, *, size=DESKTOP, **options):
        context = chromium.new_context(
            viewport=dict(zip(("width", "height"), size, strict=True)),
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda s: s.type == "error" and complaints.append(s.text))
        page.goto(f"{site}/{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def search(page, words: str):
    """Type into the search; return the links that it finds."""
    page.keyboard.press("/")
    page.get_by_role("searchbox", name="Search").fill(words)
    status = page.get_by_role("dialog", name="Search").get_by_role("status")
    status.filter(has_text=re.compile(r"place|Nothing")).wait_for()
    return page.get_by_role("dialog", name="Search").get_by_role("link")


def test_the_search_comes_only_when_somebody_searches(reader):
    page = reader(CHAPTER)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    assert page.evaluate("typeof salescourse.search") == "undefined"
    search(page, "committee")
    assert sorted(re.findall(r"search[\w-]*\.js", " ".join(asked))) == [
        "search-index.js",
        "search.js",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("advice for one is sold to the other", "A firm takes four"),  # text
        ("census day", "Glossary"),  # a word of the glossary
        (
            "reach the cart come to pay and end in a purchase",
            "Figure",
        ),  # what a picture says
        ("hospital group wants machines", "Question"),  # a quiz
        ("vetoes", "veto"),  # a word in another form
    ],
)
def test_the_search_finds(reader, words, said):
    assert said in search(reader("book/how_to.html"), words).first.inner_text()


def test_every_word_must_be_there_and_nothing_is_said_in_words(reader):
    page = reader("book/how_to.html")
    assert search(page, "committee xylophone").count() == 0
    assert page.get_by_text("Nothing found").is_visible()


def test_the_search_works_by_keyboard_and_arrives(reader):
    page = reader("book/how_to.html")
    search(page, "census day")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary.html#term-census-day")
    page.go_back()
    search(page, "census")
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0


def test_the_search_opens_by_its_button_and_closes(reader):
    page = reader(CHAPTER, size=PHONE)
    page.get_by_role("button", name="Search").click()
    dialog = page.get_by_role("dialog", name="Search")
    dialog.get_by_role("searchbox").fill("champion")
    dialog.get_by_role("link").first.wait_for()
    dialog.get_by_role("button", name="Close").click()
    dialog.wait_for(state="hidden")


def test_a_slash_in_an_answer_does_not_open_the_search(reader):
    page = reader(CHAPTER)
    page.locator("input.sc-input").first.click()
    page.keyboard.type("1/3")
    assert page.get_by_role("dialog").count() == 0


def test_the_mode_follows_the_system_until_it_is_chosen(reader):
    page = reader("book/intro.html", color_scheme="dark")
    theme = "document.documentElement.dataset.theme"
    button = page.get_by_role("button", name="as the system")
    assert page.evaluate(theme) == "dark"
    button.click()
    page.get_by_role("button", name="Light", exact=True).wait_for()
    assert page.evaluate(theme) == "light"
    page.reload()
    assert page.evaluate(theme) == "light"
    page.get_by_role("button", name="Light", exact=True).click()
    assert page.evaluate(theme) == "dark"


def test_a_word_of_the_glossary_shows_what_it_means(reader):
    page = reader(CHAPTER)
    link = page.get_by_role("link", name="veto", exact=True).first
    tip = page.get_by_role("tooltip")
    link.hover()
    tip.wait_for()
    assert "stop" in tip.inner_text()
    tip.hover()  # it stays while one reads it
    page.wait_for_timeout(400)
    assert tip.is_visible()
    page.keyboard.press("Escape")
    assert not tip.is_visible()


def test_a_word_explains_itself_to_the_keyboard(reader):
    page = reader(CHAPTER)
    link = page.get_by_role("link", name="veto", exact=True).first
    page.keyboard.press("Tab")  # so that the browser knows a keyboard is used
    link.focus()
    page.get_by_role("tooltip").wait_for()
    described = link.get_attribute("aria-describedby")
    assert page.locator(f"#{described}").inner_text()
    page.keyboard.press("Escape")
    assert page.get_by_role("tooltip").count() == 0
    assert link.get_attribute("aria-describedby") is None


def test_every_link_to_the_glossary_has_its_meaning(reader):
    page = reader(CHAPTER)
    meanings = page.locator("a.sc-word").evaluate_all(
        "links => links.map((link) => link.dataset.means.length)"
    )
    assert len(meanings) >= 4
    assert min(meanings) > 20


def test_the_first_tabs_lead_past_the_frame(reader):
    page = reader(CHAPTER)
    for name, place in (("Skip to the text", "text"), ("contents", "contents")):
        page.reload()
        page.keyboard.press("Tab")
        if place == "contents":
            page.keyboard.press("Tab")
        assert name in page.evaluate("document.activeElement.textContent")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == place


def test_on_a_telephone_the_contents_open_and_close(reader):
    page = reader(CHAPTER, size=PHONE)
    contents = page.get_by_role("navigation", name="Contents")
    assert not contents.is_visible()
    page.get_by_role("button", name="Contents").click()
    here = contents.locator("[aria-current=page]")
    assert "Who has to say yes" in here.inner_text()
    page.keyboard.press("Escape")
    assert not contents.is_visible()
    page.get_by_role("button", name="Contents").click()
    contents.get_by_role("link", name="Glossary").click()
    page.wait_for_url("**/glossary.html")


@pytest.mark.parametrize("path", [CHAPTER, "book/intro.html", "book/glossary.html"])
def test_at_400_percent_nothing_is_lost(reader, path):
    page = reader(path, size=ZOOMED)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.get_by_role("button", name="Contents").is_visible()
    assert page.get_by_role("button", name="Search").is_visible()
    position = "getComputedStyle(document.querySelector('.sc-top-bar')).position"
    assert page.evaluate(position) == "static"  # it would take a quarter of the view


def test_headings_come_in_order_and_one_is_the_first(reader):
    for path in (CHAPTER, "book/intro.html", "book/progress.html"):
        levels = reader(path).evaluate(
            "[...document.querySelectorAll('h1,h2,h3,h4,h5')].filter("
            "(node) => node.checkVisibility()).map((node) => +node.tagName[1])"
        )
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_previous_and_next_lead_through_the_book(reader):
    page = reader("notebooks/00_map.html")
    ways = page.get_by_role("navigation", name="Previous and next")
    ways.get_by_role("link").last.click()
    page.wait_for_url("**/book/b2b.html")
    ways.get_by_role("link", name="Previous").click()
    page.wait_for_url("**/notebooks/00_map.html")


def test_the_notebook_of_a_chapter_can_be_had(reader):
    page = reader(CHAPTER)
    with page.expect_download() as got:
        page.get_by_role("link", name="Open this notebook").click()
    assert got.value.suggested_filename == "01_decisions.ipynb"
    notebook = json.loads(Path(got.value.path()).read_text(encoding="utf-8"))
    assert notebook["nbformat"] == 4


def test_code_is_copied(reader):
    page = reader(CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    code = page.locator(".cell_input .highlight >> visible=true").first
    code.hover()
    code.get_by_role("button", name="Copy").click()
    code.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == code.locator("pre").inner_text().strip()


def test_a_card_shows_minutes_and_what_the_reader_has_done(reader):
    page = reader("book/intro.html")
    card = page.locator(".sc-chapter-card").filter(has_text="Who has to say yes")
    assert "50 minutes" in card.inner_text()
    assert "done" not in card.inner_text()
    chapter = next(one for one in course() if one["name"] == "decisions")
    item = next(one for one in chapter["items"] if one["id"] == "decisions-rule")
    right = {"id": "a" * 8, "kind": "attempt", "item": item["id"], "score": 1}
    kept = [{**right, "hash": item["hashes"][0], "at": "2026-11-23T12:00:00.000Z"}]
    text = json.dumps([None, *kept])  # what is damaged counts for nothing
    page.evaluate("e => localStorage['salescourse:decisions-rule'] = e", text)
    page.reload()
    asked = [one for one in chapter["items"] if one["page"]]
    assert f"1 of {len(asked)} done" in card.inner_text()
    reset = {
        **kept[0],
        "id": "b" * 8,
        "kind": "reset",
        "at": "2026-11-24T12:00:00.000Z",
    }
    both = json.dumps([*kept, reset])
    page.evaluate("e => localStorage['salescourse:decisions-rule'] = e", both)
    page.reload()
    assert "done" not in card.inner_text()
    card.get_by_role("link").click()
    page.wait_for_url("**/01_decisions.html")


def test_what_is_due_calls_the_reader_back_on_every_page(reader):
    page = reader("book/glossary.html")
    link = page.locator(".sc-due")
    assert not link.is_visible()
    # A first answer comes back after a day; an exercise does not.
    for item in ("decisions-rule", "decisions-1"):
        event = {
            "id": item.ljust(16, "x"), "kind": "attempt", "item": item, "score": 1,
            "hash": "", "answer": None, "at": "2026-11-23T12:00:00.000Z",
        }  # fmt: skip
        page.evaluate(
            "([name, text]) => localStorage[`salescourse:${name}`] = text",
            [item, json.dumps([event])],
        )
    page.reload()
    link.wait_for()
    assert link.inner_text() == "1 to review"
    link.click()
    page.wait_for_url("**/review.html")


def test_a_card_counts_what_was_answered_in_an_earlier_version(reader):
    page = reader("book/intro.html")
    events = json.loads(EARLIER.read_text(encoding="utf-8"))["events"]
    kept = {f"salescourse:{one['item']}": json.dumps([one]) for one in events}
    page.evaluate("texts => Object.assign(localStorage, texts)", kept)
    page.reload()
    card = page.locator(".sc-chapter-card").filter(has_text="Who has to say yes")
    # A page asks twelve items. Two came later, four ask something else today, and of one,
    # a match, half was right.
    assert "5 of 12 done" in card.inner_text()


def test_every_chapter_has_a_card(reader):
    page = reader("book/intro.html")
    hrefs = page.locator(".sc-chapter-card a").evaluate_all(
        "links => links.map((link) => link.getAttribute('href'))"
    )
    assert hrefs == [f"../{one['href']}.html" for one in course()]


def test_without_scripts_the_page_can_be_read_and_the_questions_are_there(reader):
    page = reader(CHAPTER, java_script_enabled=False)
    assert page.get_by_text("A hospital group wants machines").first.is_visible()
    assert page.get_by_role("heading", name="Answers").is_visible()
    assert not page.get_by_role("button", name="Search").is_visible()


def test_the_policy_names_no_other_host_and_allows_no_text_to_run(book):
    for page in book.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        if 'http-equiv="refresh"' in text.lower():
            continue
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]
        assert policy.startswith("default-src 'none'; script-src 'self';")
        assert "//" not in policy
        assert "eval" not in policy
        assert "'unsafe-inline'" not in policy.replace(
            "style-src-attr 'unsafe-inline'", ""
        )
        assert not re.search(
            r"<[^>]*\son\w+\s*=\s*[\"'][^>]*>", re.sub(r'data-\w+="[^"]*"', "", text)
        )


@pytest.fixture
def unpacked(book: Path, tmp_path: Path) -> Path:
    """The archive, unpacked where there is no server."""
    archive = the_book.pack(book, tmp_path / "book.zip")
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(tmp_path / "a folder")
    return tmp_path / "a folder" / the_book.NAME


def test_the_archive_works_from_a_folder_with_no_network(chromium, unpacked, tmp_path):
    context = new_context(chromium, "file:", tmp_path)
    context.set_offline(True)
    complaints: list[str] = []
    context.on("requestfailed", lambda request: complaints.append(request.url))
    context.on("console", lambda s: s.type == "error" and complaints.append(s.text))
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    page = context.new_page()
    page.goto((unpacked / "index.html").as_uri())
    page.wait_for_url("**/book/intro.html")
    found = search(page, "hospital group")
    found.first.click()
    page.wait_for_url("**/01_decisions.html#decisions-signatures")
    page.locator(".sc-quiz #decisions-signatures.sc-now").wait_for()
    assert page.locator(".sc-explorer").count() >= 1
    assert complaints == []
    context.close()


def test_the_same_pages_make_the_same_archive(book, tmp_path):
    one, two = tmp_path / "1.zip", tmp_path / "2.zip"
    assert (
        the_book.pack(book, one).read_bytes() == the_book.pack(book, two).read_bytes()
    )


def test_who_comes_back_goes_on_where_they_were(reader):
    page = reader("book/intro.html")
    start = page.locator(".sc-start a")
    assert start.inner_text() == "Start with chapter 0"
    cards = page.locator("[data-items]")
    ids = [json.loads(cards.nth(n).get_attribute("data-items"))[0][0] for n in (2, 4)]
    for at, item in zip(("2026-11-02", "2026-11-01"), ids, strict=True):
        event = {"kind": "attempt", "item": item, "hash": "", "at": f"{at}T08:00:00Z"}
        kept = [f"salescourse:{item}", json.dumps([event])]
        page.evaluate("kept => localStorage.setItem(...kept)", kept)
    page.reload()
    assert start.inner_text() == "Go on: The ones who stay"
    start.click()
    page.wait_for_url("**/notebooks/02_relationships.html")


@pytest.mark.parametrize("kept", ["{", "null", "[null]", '"x"', "[1]"])
def test_something_damaged_leaves_the_start_as_it_is(reader, kept):
    page = reader("book/intro.html")
    card = page.locator("[data-items]").first
    item = json.loads(card.get_attribute("data-items"))[0][0]
    page.evaluate(
        "kept => localStorage.setItem(...kept)", [f"salescourse:{item}", kept]
    )
    page.reload()
    assert page.locator(".sc-start a").inner_text() == "Start with chapter 0"
