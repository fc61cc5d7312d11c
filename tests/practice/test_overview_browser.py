"""The overview and the review in a real browser, without a kernel and with one."""

import json
import re

import pytest
from overview_pages import (
    ADDRESS,
    COURSE,
    attempt,
    keep_in_browser,
    kept_in_browser,
    serve,
    write_page,
)

from salescourse.practice.events import new_event
from salescourse.practice.overview.session import Review, _words
from salescourse.practice.overview.widget import Overview
from salescourse.practice.overview.words import words
from salescourse.practice.questions.bank import read_bank
from salescourse.practice.questions.variants import expand
from salescourse.practice.questions.widget import face
from salescourse.practice.questions.widget import labels as quiz_labels
from salescourse.practice.records import Records, records
from salescourse.practice.transfer import to_text

NOON = "2026-11-24T12:00:00.000Z"
SAFARI = "Object.defineProperty(navigator, 'vendor', {value: 'Apple Computer, Inc.'})"
FORGETFUL = """Object.defineProperty(window, 'localStorage', {
    get() { throw new DOMException('no', 'SecurityError') } })"""

BANK = """
chapter: small
objectives:
  - {id: odds, text: Compute odds.}
items:
  - id: small-veto
    type: choice
    objective: odds
    level: understand
    stem: Does another veto help?
    options:
      - {text: "Yes, it does.", feedback: "One more who can say no."}
      - {text: "No, never.", correct: true, feedback: "The product can only fall."}
    hints: [Multiply.]
  - id: small-odds
    type: numeric
    objective: odds
    level: apply
    stem: What is a half times a half?
    answer: 0.25
    tolerance: 0.01
    feedback: Yes.
    otherwise: Multiply.
    hints: [Multiply.]
"""

# How forty people might try to make a progress file run something.
PROGRAMS = [
    "<script>boom()</script>",
    "<img src=x onerror=boom()>",
    "<svg onload=boom()>",
    "<svg><script>boom()</script></svg>",
    '"><script>boom()</script>',
    "'><img src=x onerror=boom()>",
    "<iframe srcdoc='<script>parent.boom()</script>'></iframe>",
    "<iframe src='javascript:parent.boom()'></iframe>",
    "<a href='javascript:boom()'>x</a>",
    "javascript:boom()",
    "data:text/html,<script>boom()</script>",
    "<body onload=boom()>",
    "<details open ontoggle=boom()>",
    "<input autofocus onfocus=boom()>",
    "<video><source onerror=boom()></video>",
    "<audio src=x onerror=boom()>",
    "<object data='javascript:boom()'></object>",
    "<embed src='javascript:boom()'>",
    "<form action='javascript:boom()'><button>x</button></form>",
    "<math><mtext><script>boom()</script></mtext></math>",
    "<style>@import 'javascript:boom()'</style>",
    "<link rel=stylesheet href='javascript:boom()'>",
    "<meta http-equiv=refresh content='0;url=javascript:boom()'>",
    "<base href='javascript:boom();//'>",
    "</script><script>boom()</script>",
    "</textarea><script>boom()</script>",
    "</title><script>boom()</script>",
    "<!--><script>boom()</script>-->",
    "${boom()}",
    "{{boom()}}",
    "{{constructor.constructor('boom()')()}}",
    "`;boom();`",
    "';boom();'",
    '";boom();"',
    "\\u003cscript\\u003eboom()\\u003c/script\\u003e",
    "&lt;script&gt;boom()&lt;/script&gt;",
    "<ScRiPt>boom()</sCrIpT>",
    "<script\x00>boom()</script>",
    "<img src=x onerror\x09=\x09boom()>",
    "＜script＞boom()＜/script＞",
]


class Reader:
    """One browser with one learner in it."""

    def __init__(self, browser, *, scripts=(), width=1280):
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, timezone_id="Europe/Berlin"
        )
        for script in scripts:
            self.context.add_init_script(script)
        self.page = self.context.new_page()
        self.page.clock.set_fixed_time(NOON)
        self.said: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def open(self, widget, *, names, kernel=False, theme="light", events=()):
        if kernel:
            self.page.expose_function("toPython", lambda sent: hand_over(widget, sent))
        serve(self.page, write_page(widget, names, kernel=kernel, theme=theme))
        if events:
            keep_in_browser(self.page, events)
        self.page.goto(ADDRESS)
        return self.page

    def overview(self, **options):
        widget = Overview(chapters=COURSE, labels=words(), review_page="book/review")
        options = {"kernel": False, **options}
        if options["kernel"]:
            past = records().everything()
            widget.events, widget.stored = past, [event["id"] for event in past]
        page = self.open(widget, names=("chapters", "review_page"), **options)
        page.wait_for_selector(".sc-o-sum")
        return page

    def review(self, tmp_path, bank=BANK, whole=False, **options):
        path = tmp_path / "small.yml"
        path.write_text(bank)
        items = [face(item, tmp_path) for item in read_bank(path).items]
        past = records().events() if options.get("kernel") else []
        widget = Review(
            items=items,
            whole=whole,
            labels={**quiz_labels(), **_words()},
            stored=[event["id"] for event in past],
            events=past,
            notice=records().notice or "",
        )
        return self.open(widget, names=("items", "whole"), **options)


def hand_over(widget, sent):
    widget.events = sent
    return {"stored": widget.stored, "notice": widget.notice}


@pytest.fixture
def reader(chromium):
    """Open browsers; at the end, see that none of them complained."""
    opened = []

    def make(**options):
        opened.append(Reader(chromium, **options))
        return opened[-1]

    yield make
    for one in opened:
        one.context.close()
        assert one.said == []


def in_order(events):
    return sorted(events, key=lambda event: event["id"])


def summary(page):
    return page.locator(".sc-o-sum").inner_text()


def told(page):
    return page.locator(".sc-o-said").inner_text()


def choose_file(page, text):
    page.evaluate("document.querySelector('.sc-o-said').textContent = ''")
    page.set_input_files(
        "input[type=file]",
        {
            "name": "mine.json",
            "mimeType": "application/json",
            "buffer": text.encode("utf-8", "surrogatepass"),
        },
    )
    page.wait_for_function("document.querySelector('.sc-o-said').textContent")


def test_a_newcomer_is_told_where_to_begin(reader):
    page = reader().overview()
    assert summary(page) == "0 of 16 questions and exercises done"
    begin = page.locator(".sc-o-next")
    assert begin.inner_text() == (
        "Begin with Decisions, Question 1. About decisions-q1."
    )
    assert begin.locator("a").get_attribute("href") == (
        "./notebooks/decisions.html#decisions-q1"
    )


def test_everything_is_erased_when_a_reader_says_so_twice(reader):
    page = reader().overview(events=[attempt("decisions-q1", hash="h")])
    page.evaluate(
        "Object.assign(localStorage, {'salescourse-learner': 'x', mode: 'dark'})"
    )
    page.evaluate("sessionStorage['salescourse-begun:decisions-q1:h'] = '[1]'")
    ask = page.get_by_role("button", name="Erase everything")
    ask.click()
    page.get_by_role("button", name="Keep it").click()
    assert len(kept_in_browser(page)) == 1
    ask.click()
    page.get_by_role("button", name="Erase all of it").click()
    assert "Everything is erased" in told(page)
    assert page.evaluate("Object.keys(localStorage)") == ["mode"]
    assert page.evaluate("Object.keys(sessionStorage)") == []
    assert summary(page).startswith("0 of")


def test_each_item_says_in_words_how_it_stands(reader):
    events = [
        attempt("decisions-q1", 1.0),
        attempt("decisions-q2", 0.5),
        attempt("decisions-q3", 1.0, hash="before"),
        attempt("decisions-1", 1.0),
        attempt("outcomes-q1", 1.0),
        attempt("outcomes-q1", None, kind="reset", at="2026-11-23T13:00:00.000Z"),
        attempt("outcomes-q2", None, kind="hint"),
        attempt("outcomes-q3", None),
        attempt("decisions-committee", None, kind="prediction"),
    ]
    page = reader().overview(events=events)
    page.locator("summary", has_text="Decisions").click()
    page.locator("summary", has_text="Outcomes").click()
    rows = [row.inner_text().split("\n")[-1] for row in page.locator(".sc-o-row").all()]
    assert [row for row in rows if row] == [
        "right · review due",
        "tried · review due",
        "has changed since · review due",
        "right",
        "not yet",
        "not yet",
        "written",
        "not yet",
    ]
    assert summary(page).startswith("3 of 16")
    assert page.get_by_text("1 guess made").is_visible()
    assert "has changed since" in page.locator(".sc-o-legend").inner_text()


def test_what_was_begun_last_and_is_not_finished_comes_next(reader):
    page = reader().overview(
        events=[
            attempt("impulse-q1"),
            attempt("decisions-q1", at=NOON[:17] + "00.000Z"),
        ]
    )
    assert (
        page.locator(".sc-o-next").inner_text().startswith("Next Decisions, Question 2")
    )
    here = page.locator(".sc-o-here")
    assert here.count() == 1
    assert "Next" in here.locator("summary").inner_text()


def test_a_learner_who_has_done_all_is_told_when_reviews_come(reader):
    events = [attempt(one["id"], at=NOON) for ch in COURSE for one in ch["items"]]
    page = reader().overview(events=events)
    assert page.locator(".sc-o-next").inner_text() == "Everything is answered."
    assert page.get_by_text("The next review is on November 25.").is_visible()
    assert page.locator(".sc-o-full").count() == len(COURSE)


def test_due_questions_are_counted_with_a_way_to_answer_them(reader):
    page = reader().overview(events=[attempt("decisions-q1"), attempt("decisions-1")])
    due = page.locator(".sc-o-due")
    assert due.inner_text().startswith("1 question is due for review.")
    assert due.get_by_role("link", name="Review now").get_attribute("href") == (
        "./book/review.html"
    )


def test_an_export_carries_everything_and_an_import_loses_and_doubles_nothing(reader):
    events = [attempt(f"decisions-q{n}", answer={"ü": [n, "½"]}) for n in (1, 2, 3)]
    page = reader().overview(events=events)
    with page.expect_download() as download:
        page.get_by_role("button", name="Export progress").click()
    assert download.value.suggested_filename == "salescourse-progress-2026-11-24.json"
    text = download.value.path().read_text(encoding="utf-8")
    assert in_order(json.loads(text)["events"]) == in_order(events)
    assert told(page) == "Exported 3 entries."

    other = reader().overview(events=[events[2], attempt("impulse-q1")])
    choose_file(other, text)
    assert told(other) == "2 new entries, 1 you had already."
    assert summary(other).startswith("4 of 16")
    other.reload()
    assert summary(other).startswith("4 of 16")
    choose_file(other, text)
    assert told(other) == "0 new entries, 3 you had already."
    assert len(kept_in_browser(other)) == 4


def test_a_file_exported_in_a_notebook_is_read_in_a_browser(reader, tmp_path):
    records().add([new_event("attempt", "decisions-q1", hash="h", score=1.0)])
    file = records().export(tmp_path / "mine.json")
    page = reader().overview()
    choose_file(page, file.read_text(encoding="utf-8"))
    assert told(page) == "1 new entry, 0 you had already."
    assert kept_in_browser(page) == records().events()


def test_a_file_exported_in_a_browser_is_read_in_a_notebook(reader, tmp_path):
    events = [attempt("decisions-q1", answer="½ 😀"), attempt("a-prediction")]
    page = reader().overview(events=events)
    with page.expect_download() as download:
        page.get_by_role("button", name="Export progress").click()
    brought = records().import_file(download.value.path())
    assert str(brought) == "2 new entries, 0 you had already."
    assert in_order(records().events()) == in_order(events)


def test_a_progress_file_can_be_pasted(reader):
    page = reader().overview()
    page.get_by_text("Paste instead").click()
    page.get_by_label("The text of a progress file").fill(
        to_text([attempt("decisions-q1")])
    )
    page.get_by_role("button", name="Import this text").click()
    assert told(page) == "1 new entry, 0 you had already."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("hello", "This is not a progress file"),
        ("[" * 50_000, "This is not a progress file"),
        ("null", "This is not a progress file"),
        ('{"format": "salescourse-progress", "v": 1}', "This is not a progress file"),
        (
            '{"format": "salescourse-progress", "v": 2, "events": []}',
            "another version of the course",
        ),
    ],
    ids=["text", "deep", "null", "no events", "newer"],
)
def test_what_is_no_progress_file_changes_nothing(reader, text, sentence):
    page = reader().overview(events=[attempt("decisions-q1")])
    choose_file(page, text)
    assert sentence in told(page)
    assert len(kept_in_browser(page)) == 1


def test_malformed_entries_are_left_out_and_counted(reader):
    content = json.loads(to_text([attempt("decisions-q1")]))
    content["events"] += [
        None,
        7,
        {"kind": "attempt"},
        attempt("b", score=None, id="x"),
    ]
    page = reader().overview()
    choose_file(page, json.dumps(content))
    assert told(page) == (
        "1 new entry, 0 you had already, 4 left out because they are malformed."
    )
    assert len(kept_in_browser(page)) == 1


def test_forty_programs_in_a_progress_file_run_nothing(reader):
    assert len(set(PROGRAMS)) == 40
    boom = "window.boom = () => { window.ran = true }"
    page = reader(scripts=[boom, "window.alert = boom"]).overview()
    events = []
    for program in PROGRAMS:
        events.append(attempt("decisions-q1", answer=program))
        events.append(attempt("decisions-q2", answer={program: [program]}))
        for field in ("id", "kind", "item", "hash", "at", "score", program):
            events.append({**attempt("decisions-q3"), field: program})
    choose_file(
        page, json.dumps({"format": "salescourse-progress", "v": 1, "events": events})
    )
    assert told(page).startswith("80 new entries, 0 you had already, 280 left out")
    for program in PROGRAMS:
        choose_file(page, program)
        choose_file(
            page, json.dumps({"format": program, "v": program, "events": program})
        )
    page.locator("summary", has_text="Decisions").click()
    page.reload()
    page.locator("summary", has_text="Decisions").click()
    page.wait_for_timeout(100)
    assert page.evaluate("window.ran") is None
    assert (
        page.locator(".sc-overview :is(script, img, svg, iframe, object)").count() == 0
    )


def test_damaged_entries_of_the_browser_are_passed_over_and_kept_aside(reader):
    one = reader()
    page = one.overview(events=[attempt("decisions-q1")])
    page.evaluate("""() => {
        localStorage["salescourse:decisions-q2"] = "{not json";
        localStorage["salescourse:decisions-q3"] = '[{"kind":"x"}, null, 3]';
        localStorage["other"] = "untouched" }""")
    page.reload()
    assert summary(page).startswith("1 of 16")
    choose_file(page, to_text([attempt("decisions-q2")]))
    assert (
        page.evaluate("localStorage['salescourse-damaged:decisions-q2']") == "{not json"
    )
    assert page.evaluate("localStorage.other") == "untouched"
    assert summary(page).startswith("2 of 16")


def test_two_overviews_on_a_page_share_no_name(reader):
    page = reader().overview()
    page.evaluate("""() => {
        const el = document.createElement("div");
        document.querySelector("main").append(el);
        const text = document.querySelector('script[type$="+json"]').textContent;
        const [saved] = Object.values(JSON.parse(text));
        const values = { events: [], stored: [], notice: "", ...saved, kernel: false };
        const model = { get: (name) => values[name], on() {}, off() {} };
        self.salescourse[saved.kind].render({ model, el }); }""")
    ids = page.locator("[id]").evaluate_all("all => all.map((node) => node.id)")
    assert len(ids) == len(set(ids)) == 2
    second = page.locator(".sc-overview").nth(1)
    second.get_by_text("Paste instead").click()
    second.get_by_text("The text of a progress file").click()
    assert second.locator("textarea:focus").count() == 1


def test_another_tab_is_followed(reader):
    one = reader()
    page = one.overview(events=[attempt("decisions-q1")])
    html = write_page(Overview(), ("chapters", "review_page"), kernel=False)
    tab = one.context.new_page()
    serve(tab, html)
    keep_in_browser(tab, [attempt("decisions-q2")])
    page.wait_for_function(
        "document.querySelector('.sc-o-sum').textContent.startsWith('2 of 16')"
    )


def test_a_browser_that_forgets_reminds_to_export_until_one_has(reader):
    old = attempt("decisions-q1", at="2026-11-18T12:00:00.000Z")
    page = reader(scripts=[SAFARI]).overview(events=[old])
    reminder = page.locator(".sc-o-notice")
    assert "may delete what you did after seven days" in reminder.inner_text()
    with page.expect_download():
        page.get_by_role("button", name="Export progress").click()
    assert reminder.is_hidden()
    page.reload()
    assert reminder.is_hidden()


def test_many_answers_are_reminded_of_before_five_days_are_over(reader):
    events = [attempt("decisions-q1") for _ in range(20)]
    assert (
        reader(scripts=[SAFARI])
        .overview(events=events)
        .locator(".sc-o-notice")
        .is_visible()
    )
    assert (
        reader(scripts=[SAFARI])
        .overview(events=events[1:])
        .locator(".sc-o-notice")
        .is_hidden()
    )


def test_other_browsers_and_notebooks_are_not_reminded(reader):
    old = attempt("decisions-q1", at="2026-11-01T12:00:00.000Z")
    assert reader().overview(events=[old]).locator(".sc-o-notice").is_hidden()
    records().add([old])
    page = reader(scripts=[SAFARI]).overview(kernel=True)
    assert page.locator(".sc-o-notice").is_hidden()


def test_a_browser_that_keeps_nothing_is_told_of_and_breaks_nothing(reader):
    page = reader(scripts=[FORGETFUL]).overview()
    assert "keeps nothing" in page.locator(".sc-o-notice").inner_text()
    choose_file(page, to_text([attempt("decisions-q1")]))
    assert "would not keep all of it" in told(page)
    assert summary(page).startswith("1 of 16")


def test_a_full_browser_says_what_it_would_not_keep(reader):
    page = reader().overview()
    page.evaluate("""() => { Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError') } }""")
    choose_file(page, to_text([attempt("decisions-q1")]))
    assert "would not keep all of it" in told(page)


FILL_UP = """() => {
    for (let size = 1 << 22; size >= 1; size >>= 1)
        for (let n = 0; ; n++)
            try { localStorage.setItem(`x-${size}-${n}`, "x".repeat(size)); }
            catch { break; } }"""


def test_a_full_browser_still_shows_what_was_done(reader):
    page = reader().overview(events=[attempt("decisions-q1")])
    page.evaluate(FILL_UP)
    page.reload()
    assert summary(page).startswith("1 of 16")
    choose_file(page, to_text([attempt("decisions-q2")]))
    assert "would not keep all of it" in told(page)
    assert "has no room left" in page.locator(".sc-o-notice").inner_text()
    assert summary(page).startswith("2 of 16")
    assert len(kept_in_browser(page)) == 1


def test_an_import_keeps_the_good_entries_beside_a_damaged_one(reader):
    good = attempt("decisions-q1")
    page = reader().overview(events=[good])
    text = json.dumps([good, None])
    page.evaluate("text => localStorage['salescourse:decisions-q1'] = text", text)
    page.reload()
    assert summary(page).startswith("1 of 16")
    assert "is damaged" in page.locator(".sc-o-notice").inner_text()
    choose_file(page, to_text([other := attempt("decisions-q1")]))
    assert in_order(kept_in_browser(page)) == in_order([good, other])
    assert page.evaluate("localStorage['salescourse-damaged:decisions-q1']") == text


LATER = [
    {**attempt("decisions-q1"), "kind": "game", "moves": [{"to": 3}]},
    attempt("decisions-q2", seconds=41),
]
SENTENCE = "made by a later version of this course"


@pytest.mark.filterwarnings("ignore::salescourse.practice.records.RecordsWarning")
@pytest.mark.parametrize("kernel", [False, True])
def test_what_a_later_version_made_is_carried_along_and_counts_for_nothing(
    reader, kernel, tmp_path
):
    if kernel:
        records().add(LATER)
    page = reader().overview(kernel=kernel, events=[] if kernel else LATER)
    assert summary(page).startswith("0 of 16")
    assert SENTENCE in page.locator(".sc-o-notice").inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export progress").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert in_order(json.loads(text)["events"]) == in_order(LATER)

    other = reader().overview(events=[attempt("decisions-q1")])
    choose_file(other, text)
    assert told(other) == "2 new entries, 0 you had already."
    assert SENTENCE in other.locator(".sc-o-notice").inner_text()
    other.reload()
    assert summary(other).startswith("1 of 16")
    assert len(kept_in_browser(other)) == 3
    notebook = Records(tmp_path / "other.sqlite3")
    assert SENTENCE in str(notebook.import_file(download.value.path()))
    assert in_order(notebook.everything()) == in_order(LATER)


@pytest.mark.filterwarnings("ignore::salescourse.practice.records.RecordsWarning")
def test_with_a_kernel_what_a_later_version_made_is_imported_too(reader):
    page = reader().overview(kernel=True)
    choose_file(page, to_text(LATER))
    page.wait_for_function(
        "document.querySelector('.sc-o-said').textContent.includes('2 new entries')"
    )
    assert SENTENCE in page.locator(".sc-o-notice").inner_text()
    assert in_order(records().everything()) == in_order(LATER)
    assert records().events() == []


def test_half_a_sign_in_a_progress_file_becomes_the_same_in_browser_and_notebook(
    reader, tmp_path
):
    content = json.loads(to_text([attempt("decisions-q1")]))
    content["events"][0]["answer"] = {"a\ud800": ["\udc00b", "😀"]}
    file = tmp_path / "halves.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    page = reader().overview()
    choose_file(page, file.read_text(encoding="utf-8"))
    records().import_file(file)
    (kept,) = kept_in_browser(page)
    assert kept["answer"] == {"a\ufffd": ["\ufffdb", "😀"]}
    assert records().events() == [kept]
    with page.expect_download() as download:
        page.get_by_role("button", name="Export progress").click()
    exported = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert exported["events"] == [kept]
    records().export(tmp_path / "mine.json")
    mine = json.loads((tmp_path / "mine.json").read_text(encoding="utf-8"))
    assert mine["events"] == [kept]


def test_with_a_kernel_an_import_is_in_the_records_before_it_is_told(reader):
    records().add([attempt("decisions-q1")])
    page = reader().overview(kernel=True)
    assert summary(page).startswith("1 of 16")
    choose_file(page, to_text([*records().events(), attempt("decisions-q2")]))
    page.wait_for_function(
        "document.querySelector('.sc-o-said').textContent.includes('1 new entry')"
    )
    assert told(page) == "1 new entry, 1 you had already."
    assert {event["item"] for event in records().events()} == {
        "decisions-q1",
        "decisions-q2",
    }
    assert page.evaluate("localStorage.length") == 0
    page.locator("summary", has_text="Decisions").click()
    assert page.get_by_text("Run review() in a cell to answer.").is_visible()
    assert page.get_by_text("Open decisions.ipynb").is_visible()
    assert page.locator(".sc-o-stop a").count() == 0


@pytest.mark.filterwarnings("ignore::salescourse.practice.records.RecordsWarning")
def test_with_a_kernel_that_cannot_save_the_learner_is_told_why(reader, learner):
    learner.write_text("in the way of the folder")
    page = reader().overview(kernel=True)
    choose_file(page, to_text([attempt("decisions-q1")]))
    page.wait_for_function(
        "document.querySelector('.sc-o-said').textContent.includes('memory only')"
    )
    assert "memory only" in page.locator(".sc-o-notice").inner_text()


def step(page):
    """Press Tab; return what is reached, and how wide the ring around it is."""
    page.keyboard.press("Tab")
    return page.evaluate(
        """() => {
            const on = document.activeElement;
            const ring = on.type === "file" ? on.parentElement : on;
            return [ring.innerText, getComputedStyle(ring).outlineWidth];
        }"""
    )


def test_everything_can_be_done_from_the_keyboard(reader):
    page = reader().overview(events=[attempt("decisions-q1")])
    reached = []
    for _ in range(13):
        words_there, ring = step(page)
        reached.append(words_there.split("\n")[0])
        assert ring == "3px", words_there
        if words_there.endswith("1 of 4"):
            page.keyboard.press("Enter")
        if reached[-1] == "Export progress":
            with page.expect_download():
                page.keyboard.press("Enter")
    assert [name for name in reached if "Question" in name] == [
        "Decisions, Question 2",
        "Question 1 About decisions-q1.",
        "Question 2 About decisions-q2.",
        "Question 3 About decisions-q3.",
    ]
    assert reached[-2:] == ["Import a file", "Paste instead"]


def test_a_screen_reader_hears_what_the_picture_shows(reader):
    page = reader().overview(
        events=[attempt("decisions-q1"), attempt("decisions-q2", 0)]
    )
    assert page.get_by_role("region", name="Your progress").is_visible()
    parts = page.get_by_role("list", name=re.compile("cycle|two"))
    assert parts.count() == 3
    heard = page.locator("summary", has_text="Decisions").aria_snapshot()
    assert "Decisions" in heard
    assert "1 of 4" in heard
    page.locator("summary", has_text="Decisions").click()
    assert page.get_by_role(
        "link", name="Question 2 About decisions-q2. tried · review due"
    ).first.is_visible()
    for control in page.locator(
        ".sc-overview :is(button, summary, .sc-o-button)"
    ).all():
        if control.is_visible():
            assert control.bounding_box()["height"] >= 44


STATES = {
    "empty": [],
    "half": [
        attempt("decisions-q1"),
        attempt("decisions-q2", 0.5),
        attempt("decisions-q3", hash="before"),
        attempt("outcomes-q3", None),
    ],
    "all": [attempt(one["id"]) for chapter in COURSE for one in chapter["items"]],
}


@pytest.mark.parametrize(
    ("state", "theme"),
    [("empty", "light"), ("half", "light"), ("half", "dark"), ("all", "light")],
)
def test_axe_finds_nothing_and_nothing_sticks_out(reader, state, theme):
    from axe_playwright_python.sync_playwright import Axe

    page = reader(width=320).overview(events=STATES[state], theme=theme)
    for closed in page.locator(".sc-overview details").all():
        closed.evaluate("(details) => { details.open = true }")
    choose_file(page, "not a progress file")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_review_asks_what_is_due_as_if_it_were_new(reader, tmp_path):
    one = reader()
    page = one.review(tmp_path, events=[attempt("small-veto"), attempt("gone-1")])
    page.wait_for_selector(".sc-quiz")
    assert page.get_by_text("1 question is due today.").is_visible()
    assert page.get_by_text("Does another veto help?").is_visible()
    assert page.get_by_text("What is a half").count() == 0
    assert page.locator("input:checked").count() == 0
    page.get_by_label("No, never.").check()
    page.get_by_role("button", name="Check").click()
    assert page.get_by_text("The product can only fall.").is_visible()
    assert page.get_by_text("Saved", exact=True).is_visible()
    kept = [e for e in kept_in_browser(page) if e["item"] == "small-veto"]
    assert [event["score"] for event in kept] == [1, 1]
    page.reload()
    day = "Nothing is due today. The next review is on Friday, November 27."
    assert page.get_by_text(day).is_visible()


def test_a_chosen_round_asks_all_it_names_and_counts_as_review(reader, tmp_path):
    done = {**attempt("small-veto"), "at": "2026-11-20T12:00:00.000Z"}
    page = reader().review(tmp_path, whole=True, events=[done])
    assert page.get_by_text("2 questions from all chapters.").is_visible()
    page.get_by_role("button", name="Show all questions").click()
    assert page.get_by_text("Does another veto help?").is_visible()
    assert page.get_by_text("What is a half times a half?").is_visible()
    page.get_by_label("No, never.").check()
    page.get_by_role("button", name="Check").first.click()
    page.get_by_text("Saved", exact=True).wait_for()
    # Due on the 21st and right on the 24th: in the second box, so back after three days.
    page.goto("about:blank")
    page = reader().review(tmp_path, events=[done, attempt("small-veto", at=NOON)])
    day = "Nothing is due today. The next review is on Friday, November 27."
    assert page.get_by_text(day).is_visible()


VARIANTS = """
chapter: small
objectives:
  - {id: odds, text: Compute odds.}
items:
  - id: small-odds
    type: numeric
    objective: odds
    level: apply
    stem: What is {{half}} times two?
    variants:
      half: [5, 8]
    answer: "2 * half"
    tolerance: 0.01
    feedback: Yes.
    otherwise: Double it.
    hints: [Double it.]
"""


@pytest.mark.parametrize("before", [0, 1])
def test_a_review_asks_with_other_numbers_than_those_answered_last(
    reader, tmp_path, before
):
    path = tmp_path / "small.yml"
    path.write_text(VARIANTS)
    halves = [one.values["half"] for one in expand(read_bank(path).items[0])]
    asked = halves[1 - before]
    done = attempt("small-odds", answer={"variant": before, "value": "1"})
    done["at"] = "2026-11-20T12:00:00.000Z"
    page = reader().review(tmp_path, bank=VARIANTS, events=[done])
    page.get_by_text(f"What is {asked} times two?").wait_for()
    page.get_by_role("textbox").fill(str(2 * asked))
    page.get_by_role("button", name="Check").click()
    page.get_by_text("Saved", exact=True).wait_for()
    assert page.get_by_text(f"What is {asked} times two?").is_visible()


def test_starting_a_review_over_takes_nothing_out_of_its_box(reader, tmp_path):
    page = reader().review(tmp_path, events=[attempt("small-veto")])
    page.get_by_label("Yes, it does.").check()
    page.get_by_role("button", name="Check").click()
    page.get_by_role("button", name="Start over").click()
    page.get_by_role("button", name="Yes, start over").click()
    assert page.locator("input:checked").count() == 0
    assert {event["kind"] for event in kept_in_browser(page)} == {"attempt"}


def test_a_review_before_any_answer_says_what_will_come(reader, tmp_path):
    page = reader().review(tmp_path)
    assert page.get_by_text("tomorrow they come back here").is_visible()


def test_a_review_in_a_browser_that_keeps_nothing_says_so(reader, tmp_path):
    page = reader(scripts=[FORGETFUL]).review(tmp_path)
    assert page.get_by_text("This browser keeps nothing").is_visible()


def test_a_review_in_a_full_browser_says_what_is_not_kept(reader, tmp_path):
    page = reader().review(tmp_path, events=[attempt("small-veto")])
    page.evaluate(FILL_UP)
    page.get_by_label("No, never.").check()
    page.get_by_role("button", name="Check").click()
    assert page.get_by_text("The product can only fall.").is_visible()
    assert page.get_by_text("has no room left").is_visible()
    assert page.get_by_text("Saved", exact=True).count() == 0
    assert len(kept_in_browser(page)) == 1


@pytest.mark.filterwarnings("ignore::salescourse.practice.records.RecordsWarning")
@pytest.mark.parametrize("due", [False, True])
def test_with_a_kernel_a_review_says_what_is_wrong_with_the_records(
    reader, tmp_path, learner, due
):
    records().add([attempt("small-odds", 0.0)] if due else [])
    records().add([{**attempt("small-veto"), "kind": "game"}])
    page = reader().review(tmp_path, kernel=True)
    assert page.get_by_text(SENTENCE).is_visible()
    assert page.get_by_role("button", name="Check").is_visible() == due


def test_with_a_kernel_reviewed_answers_go_to_the_records(reader, tmp_path):
    records().add([attempt("small-odds", 0.0)])
    page = reader().review(tmp_path, kernel=True)
    page.get_by_role("textbox").fill("0.25")
    page.get_by_role("button", name="Check").click()
    page.get_by_text("Saved", exact=True).wait_for()
    assert [event["score"] for event in records().events()] == [0.0, 1.0]
    assert (
        page.evaluate("Object.keys(localStorage).filter((k) => k.includes(':'))") == []
    )
