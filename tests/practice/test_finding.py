"""One thing that is wrong, as a line, as some lines for a terminal, and for GitHub."""

from pathlib import Path

from salescourse.practice.finding import Finding, Places

CELL = Places("/a/b.ipynb", {"sum": (3, "x: 1")}).finding(
    "sum", "", "3, 4", "Mend it.", check="notebooks", expected="1\n2"
)
BANK = Finding(
    ("items", 0), "no-key", "no key, 100 %", "Add one.", file="/a/q.yml", line=7,
    item="deals-1",
)  # fmt: skip


def test_a_finding_says_where_what_and_what_to_do():
    lines = CELL.text(Path("/a")).splitlines()
    assert lines[0] == "b.ipynb, cell 3 (x: 1)  [notebooks]"
    assert lines[1].split() == ["expected", "1"]
    assert lines[-1].split() == ["to", "do", "Mend", "it."]
    lines = BANK.text(Path("/a")).splitlines()
    assert lines[0] == "q.yml:7: deals-1  [no-key]"
    assert lines[1].split() == ["found", "no", "key,", "100", "%"]


def test_a_finding_is_one_line_that_an_editor_can_follow():
    assert str(BANK) == "/a/q.yml:7: deals-1 — [no-key] no key, 100 %. Add one."
    whole = Finding(
        (), "weight", "9 kB; at most 3 kB", file="a.html", item="dark phone"
    )
    assert str(whole) == "a.html: dark phone — [weight] 9 kB; at most 3 kB"


def test_github_shows_a_finding_at_its_file():
    assert CELL.annotation(Path("/a")) == (
        "::error file=b.ipynb,title=notebooks%3A cell 3 (x%3A 1)::"
        "expected: 1%0A2%0Acame: 3, 4%0AMend it."
    )
    assert BANK.annotation(Path("/a")).startswith("::error file=q.yml,line=7,title=")
    assert "found: no key, 100 %25%0AAdd one." in BANK.annotation(Path("/a"))
