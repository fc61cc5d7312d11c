"""Each check of the audit finds what it is for, and finds nothing in a clean page."""

from pathlib import Path

import pytest

from salescourse.teach.book import audit
from salescourse.teach.book.audit import State, Visit, findings

CLEAN = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<title>Deals</title>{head}</head><body><main><h1 id="top">Deals</h1>
<p>Few of them close.</p>{body}</main></body></html>"""


def folder(tmp_path: Path, *, head: str = "", body: str = "", **files: str) -> Path:
    """Write a book of one page, a.html, and other files with their endings after __."""
    html = tmp_path / "html"
    html.mkdir()
    (html / "a.html").write_text(CLEAN.format(head=head, body=body), encoding="utf-8")
    for name, text in files.items():
        (html / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return html


def checks(html: Path, chromium, **options) -> dict[str, str]:
    """Audit a folder; return what each check that failed has said."""
    found = findings(audit.audit(html, chromium, **options))
    return {finding.rule: finding.message for finding in found}


# A scene that asks for five yeses of 90 % each: 0.9 ** 5 = 0.59.
ASKED = (
    '<div class="sc-widget" data-model="one"></div>'
    '<script type="application/vnd.jupyter.widget-state+json">{"one": {"guess": '
    '{"name": "a-scene", "asks": ["How likely?"], "answers": [0.59049], '
    '"format": "percent"}}}</script>'
)
# Digits hardly compress, to a little under half.
HUGE = "".join(f"{n**3 % 99_999_989:08d}" for n in range(90_000))
SPIN = "for (const end = Date.now() + {ms}; Date.now() < end; );"

BROKEN = {
    "weight": ({"body": f"<!-- {HUGE} -->"}, "at most 200 kB"),
    "own": (
        {"head": '<script src="own.js"></script>', "own__js": f"/* {HUGE[:130_000]} */"},
        "at most 45 kB",
    ),
    "paint": (
        {
            "head": '<script src="slow.js"></script>',
            "slow__js": SPIN.format(ms=1500),
        },
        "at most 1000 ms",
    ),
    "answer": (
        {
            "head": '<script defer src="slow.js"></script>',
            "slow__js": SPIN.format(ms=2500),
        },
        "at most 2000 ms",
    ),
    "shift": (
        {
            "body": '<div id="late"></div><p style="height:600px">Text.</p>'
            '<script>new PerformanceObserver(() => late.style.height = "400px")'
            '.observe({type: "paint", buffered: true})</script>',
        },
        "below 0.02",
    ),
    "foreign": (
        {"body": '<img alt="A cup" width="9" height="9" src="http://other.test/a.png">'},
        "http://other.test/a.png",
    ),
    "axe": ({"body": '<button type="button"></button>'}, "button-name: button"),
    "console": ({"body": "<script>console.error('spilled')</script>"}, "spilled"),
    "link": ({"body": '<a href="b.html">Wins</a>'}, "b.html"),
    "image": (
        {"body": '<img alt="" width="9" height="9" src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==">'},
        "<img",
    ),
    "screen": (
        {
            "body": '<div class="sc-explorer sc-revealed"><figure style="height:500px">'
            '</figure><p class="sc-verdict" style="height:260px">Too high.</p></div>'
        },
        "px of chart, sliders and verdict lie beyond one screen",
    ),
    "words": (
        {
            "body": '<svg role="img" aria-label="Days" width="200" height="60">'
            '<text x="10" y="20">50 days</text><text x="30" y="22">a hundred</text></svg>'
        },
        "“50 days” lies on “a hundred”",
    ),
    "guess": ({"body": "<p>So 59 % say yes.</p>" + ASKED}, "“59 %”"),
    "width": (
        {"body": '<p style="width:2000px;background:#eee">A wide line.</p>'},
        "px wider than the window",
    ),
}  # fmt: skip


@pytest.fixture
def quiet(monkeypatch):
    """Measure time as if nothing else were running."""
    monkeypatch.setattr("salescourse.teach.book.audit.visits._crowd", lambda: 1.0)
    monkeypatch.setattr("salescourse.teach.book.audit.visits.TRIES", 1)


@pytest.mark.parametrize("check", BROKEN)
def test_a_page_that_breaks_a_budget_is_found(check, tmp_path, chromium, quiet):
    files, said = BROKEN[check]
    assert said in checks(folder(tmp_path, **files), chromium)[check]


def test_a_clean_page_breaks_none(tmp_path, chromium):
    body = (
        '<a href="#top">Up</a> <a href="b.zip">All</a> <a href="https://x.test">X</a>'
    )
    html = folder(tmp_path, body=body, b__zip="")
    assert checks(html, chromium) == {}


def test_an_anchor_that_is_not_there_is_a_broken_link(tmp_path, chromium):
    html = folder(tmp_path, body='<a href="a.html#end">End</a>')
    assert checks(html, chromium)["link"] == "a.html#end"


def test_a_missing_file_is_an_error_of_the_page(tmp_path, chromium):
    html = folder(tmp_path, head='<link rel="stylesheet" href="no.css">')
    assert "404" in checks(html, chromium)["console"]


def test_what_a_policy_forbids_is_an_error_of_the_page(tmp_path, chromium):
    policy = '<meta http-equiv="Content-Security-Policy" content="script-src \'self\'">'
    html = folder(tmp_path, head=policy, body="<script>let x</script>")
    assert "Content Security Policy" in checks(html, chromium)["console"]


def test_words_apart_and_answers_below_their_guess_are_no_fault(tmp_path, chromium):
    svg = (
        '<svg role="img" aria-label="Days" width="200" height="60">'
        '<text x="10" y="20">50 days</text><text x="10" y="50">a hundred</text></svg>'
    )
    html = folder(tmp_path, body=svg + ASKED + "<p>So 59 % say yes.</p>")
    assert checks(html, chromium) == {}


def test_words_beyond_their_picture_are_found(tmp_path, chromium):
    svg = (
        '<svg role="img" aria-label="Days" width="90" height="60" '
        'style="overflow:visible"><text x="60" y="20">fifty days</text></svg>'
    )
    found = checks(folder(tmp_path, body=svg), chromium)
    assert "px beyond its picture" in found["words"]


DARK_TEXT = (
    "<script>if (localStorage.mode === 'dark') "
    "document.body.style.cssText = 'background:#000;color:#111'</script>"
)


def test_a_fault_of_the_dark_page_is_found_in_the_dark_alone(tmp_path, chromium):
    html = folder(tmp_path, body=DARK_TEXT)
    visits = audit.audit(html, chromium, states=[State("light"), State("dark")])
    assert {finding.item for finding in findings(visits)} == {"dark desktop"}


def test_a_fault_that_answering_brings_is_found(tmp_path, chromium):
    body = "<details><summary>More</summary><button type='button'></button></details>"
    html = folder(tmp_path, body=body)
    states = [State(), State(answered=True)]
    visits = audit.audit(html, chromium, states=states)
    found = [finding for finding in findings(visits) if finding.rule == "axe"]
    assert [finding.item for finding in found] == ["light desktop, answered"]


def test_a_page_that_only_leads_on_is_not_visited(tmp_path, chromium):
    html = folder(tmp_path)
    on = '<meta http-equiv="Refresh" content="0; url=a.html">'
    (html / "index.html").write_text(on, encoding="utf-8")
    assert [v.page for v in audit.audit(html, chromium)] == ["a.html"]


def test_time_on_a_shared_processor_is_judged_by_the_share():
    visit = Visit("a.html", State(), paint_ms=1500, answer_ms=2500)
    assert {finding.rule for finding in findings([visit])} == {"paint", "answer"}
    visit.crowd = 2.0
    assert findings([visit]) == []


def test_the_table_has_a_line_for_every_page_and_state():
    visits = [
        Visit("a.html", State(), gzipped={"document": 2_500}, requests=1),
        Visit("a.html", State("dark", "phone", answered=True)),
    ]
    lines = audit.table(visits).splitlines()
    assert len(lines) == 3
    assert "2.5" in lines[1].split()
    assert "dark phone, answered" in lines[2]


def test_every_state_is_light_and_dark_small_and_large_before_and_after():
    assert len(set(audit.EVERY_STATE)) == 8


def test_the_book_breaks_no_budget(book, chromium):
    visits = audit.audit(book, chromium, states=audit.TWO_STATES)
    print(audit.table(visits))
    assert [str(finding) for finding in findings(visits)] == []


@pytest.mark.full
@pytest.mark.timeout(1800)
def test_the_book_breaks_no_budget_in_any_state(book, chromium):
    visits = audit.audit(book, chromium, states=audit.EVERY_STATE)
    print(audit.table(visits))
    assert [str(finding) for finding in findings(visits)] == []
