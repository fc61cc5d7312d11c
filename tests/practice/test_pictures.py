"""Live pictures, without a browser: what may be handed over, on paper, and what it weighs."""

import gzip
import re

import pytest
from rjsmin import jsmin

from salescourse import SalesCycle, watch
from salescourse.b2b.decisions import hundred_deals
from salescourse.b2c.impulse import FadingDesire, hundred_offered
from salescourse.b2c.loyalty import BGNBD, hundred_silent
from salescourse.cycle import hundred_each
from salescourse.practice.modules import modules
from salescourse.practice.pictures.widget import KINDS, still
from salescourse.strategy.experience import Team, two_queues

PEOPLE = ["office manager", "facilities", "IT", "finance", "HR"]
BUDGET = 5000


def silent() -> dict:
    beans = BGNBD(r=1.15, alpha=6.64, a=0.70, b=4.17)
    return hundred_silent(beans, (15, 68.3), (2, 59.6), seed=815)


def offered() -> dict:
    wish = FadingDesire(0.15, 0.05).with_deadline(14, window_days=3, times=5)
    return hundred_offered(wish, seed=8272)


def houses() -> dict:
    return two_queues(Team(1, 0.8, 40), 5, seed=1413)


@pytest.fixture(scope="module")
def pictures() -> dict:
    two = hundred_each(SalesCycle.b2b(), SalesCycle.b2c(), seed=1256)
    return {
        "committee": watch("committee", hundred_deals(PEOPLE, seed=1464), title="Deals <1>."),
        "deadline": watch("deadline", offered(), title="A weekend."),
        "roads": watch("roads", two, title="Both roads.", source="A chosen seed."),
        "silence": watch("silence", silent(), title="Two hundred households."),
        "queues": watch("queues", houses(), title="Two houses."),
    }  # fmt: skip


def zipped(entries: list[str]) -> int:
    """Return what scripts weigh in a page that has each module once."""
    found: dict[str, str] = {}
    for entry in entries:
        found.update(modules(entry))
    return len(gzip.compress("\n".join(map(jsmin, found.values())).encode()))


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_adds_little_to_a_page_with_an_explorer_and_a_quiz(kind):
    page = ["explorer/widget.js", "questions/widget.js"]
    assert zipped([*page, f"pictures/{kind}.js"]) - zipped(page) <= BUDGET


def test_a_page_carries_the_scripts_of_the_kinds_that_it_shows(pictures):
    committee, roads = (pictures[kind]._esm for kind in ("committee", "roads"))
    assert "pictures/deals.js" in committee
    assert "pictures/journeys.js" not in committee
    assert "pictures/deals.js" not in roads


def test_a_picture_says_in_a_notebook_what_it_is(pictures):
    assert repr(pictures["roads"]).startswith("Live picture: Both roads. Run this cell")


@pytest.mark.parametrize(
    ("kind", "data", "title", "said"),
    [
        ("queue", {}, "A queue.", "committee, deadline, queues, roads, silence, got"),
        ("roads", {"times": []}, "Roads.", "have no of, steps, firm, person"),
        ("committee", {}, " ", "title must say what one sees"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_the_reason(kind, data, title, said):
    with pytest.raises(ValueError, match=said):
        watch(kind, data, title=title)


def texts(html: str) -> list[str]:
    return [
        re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[dh].*?</t[dh]>", html)
    ]


def test_on_paper_the_committee_tells_its_whole_course(pictures):
    html = still(pictures["committee"].picture)
    assert "50 noes fall on 41 of 100 deals when everyone decides alone" in html
    assert "Deals &lt;1&gt;." in html
    cells = texts(html)
    # At a sway of 0.30: 73 signed where all must agree (the model: 0.729).
    row = cells[cells.index("0.30") :][:4]
    assert row == ["0.30", "73 (73\u00a0%)", "87 (87\u00a0%)", "93 (94\u00a0%)"]
    # Two panels of five people and a hundred deals.
    assert html.count("<rect") == 1000
    assert html.count('class="sc-no"') == 100


def test_on_paper_the_roads_tell_their_whole_course(pictures):
    html = still(pictures["roads"].picture)
    assert "Of a hundred deals 12 are signed in the end" in html
    assert "A chosen seed." in html
    paths = pictures["roads"].picture["data"]["firm"]["paths"]
    lost = sum(path[-1][0] <= 50 and path[-1][1] < 0 for path in paths)
    cells = texts(html)
    row = cells[cells.index("50 days") :][:7]
    assert row == ["50 days", "0", str(lost), str(100 - lost), "4", "96", "0"]
    assert [
        html.count(f'class="sc-{look}"') for look in ("firm", "person", "lost")
    ] == [*(12, 4, 184)]


def test_on_paper_the_silence_tells_its_whole_course(pictures):
    html = still(pictures["silence"].picture)
    assert "After 33 weeks 4 regulars are silent, of whom 4 have stopped" in html
    assert "and 37 others, of whom 12 have." in html
    cells = texts(html)
    row = cells[cells.index("33 weeks") :][:7]
    assert row == ["33 weeks", "96", "4", "0", "63", "12", "25"]
    assert html.count('class="sc-lost"') == 16
    assert html.count('class="sc-person"') == 184


def test_on_paper_the_deadline_tells_its_whole_course(pictures):
    html = still(pictures["deadline"].picture)
    assert "When the offer ends, 49 more of a hundred have bought with it" in html
    assert "After 84 days 11 are left of this lead." in html
    cells = texts(html)
    row = cells[cells.index("3 days") :][:7]
    assert row == ["3 days", "70", "7", "23", "21", "18", "61"]
    assert html.count('class="sc-lost"') == 25
    assert html.count('class="sc-person"') == 175


def test_on_paper_the_queues_tell_their_whole_course(pictures):
    html = still(pictures["queues"].picture)
    assert "246 callers waited 160 minutes with a queue each, and 22 with one" in html
    callers = pictures["queues"].picture["data"]["each"]["callers"]
    waiting = sum(came <= 1920 < served for came, served, *_rest in callers)
    cells = texts(html)
    row = cells[cells.index("32 hours") :][:6]
    assert row[3] == str(waiting)
    assert row[1] == str(sum(caller[0] <= 1920 for caller in callers))
    assert html.count('class="sc-no"') + html.count('class="sc-lost"') > 5
