"""The book on paper: quizzes as questions, the answers at the end."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from salescourse import explore
from salescourse.practice.explorer.widget import Explorer
from salescourse.practice.overview.widget import Overview
from salescourse.practice.questions.bank import chapters, load_bank
from salescourse.practice.questions.widget import Quiz, face
from salescourse.teach.book import paper
from salescourse.teach.book.links import binder_address, edit_address
from salescourse.teach.book.pages import tools_of
from salescourse.teach.book.widgets import classic_script, read_widgets

ROOT = Path(__file__).resolve().parents[2]
CHAPTER = "notebooks/01_decisions.html"


@pytest.fixture
def printed(chromium, site) -> str:
    """Return the text of a chapter on paper."""
    page = chromium.new_page()
    page.goto(f"{site}/{CHAPTER}")
    page.locator(".sc-quiz").wait_for()
    page.emulate_media(media="print")
    text = page.locator("body").inner_text()
    page.close()
    return text


def test_on_paper_questions_stand_in_their_place_and_answers_at_the_end(printed):
    question = printed.index("A hospital group wants machines")
    answers = printed.index("Answers")
    assert printed.index("Quiz") < question < answers
    assert "Have them agree that four of five are enough." in printed[answers:]
    assert "16.8" in printed[answers:]


def test_on_paper_there_is_nothing_to_press(printed):
    for word in ("Check", "Show hint", "Search", "Open this notebook", "Show the code"):
        assert word not in printed


def test_every_item_of_every_chapter_can_be_asked_and_answered_on_paper():
    for chapter in chapters():
        bank = load_bank(chapter)
        faces = [face(i, bank.path.parent) for i in bank.items if i.type != "code"]
        assert paper.questions(faces).count("<li>") >= len(faces)
        assert paper.answers(faces).count("<li>") >= len(faces)


def committee() -> dict:
    return explore(
        lambda people, agree: agree**people if people < 4 else float("nan"),
        "paper-committee", people=range(1, 6), agree=[0.5, 0.8], start={"agree": 0.5},
        question="How likely is a yes?", predict_at=(2, 3), y_range=(0, 1),
        format={"y": "percent", "people": "person|people"},
    ).spec  # fmt: skip


def test_on_paper_there_is_a_grid_to_draw_a_guess_on_and_no_curve():
    spec = committee()
    grid = paper.guess(spec)
    assert grid.count("stroke-dasharray") == 2  # at two and at three people
    assert "sc-sketched" not in grid
    for number in ("0", "20", "100"):
        assert f">{number}\u00a0%<" in grid
    assert ">2 people<" in grid


def test_the_curve_stands_among_the_answers_where_the_explorer_begins():
    # One person in two says yes: a half, a quarter, an eighth of the height of 166.
    answer = paper.finding(committee())
    path = re.search(r'sc-sketched" d="([^"]*)"', answer)[1]
    assert path == "M70.0 107.0L167.5 148.5L265.0 169.2"


def test_times_on_paper_are_in_units_that_people_use():
    spec = explore(
        lambda time, rate: time * rate, "paper-time", time=[1 / 1440, 1 / 24, 1, 50],
        rate=[0.01, 0.02], question="How many?", predict_at=(1 / 1440, 1 / 24, 50),
        log_x=True, format={"time": "duration"},
    ).spec  # fmt: skip
    grid = paper.guess(spec)
    assert all(f">{words}<" in grid for words in ("1 minute", "1 hour", "50 days"))


def test_the_best_talk_is_the_one_with_most_points():
    item = {
        "type": "scenario",
        "stem": "",
        "key": {
            "start": "a",
            "steps": {"a": [["b", 2], ["c", 1]], "b": [], "c": [["b", 3]]},
        },
        "steps": {
            "a": {"html": "", "choices": [{"html": "short"}, {"html": "long"}]},
            "b": {"html": "", "choices": []},
            "c": {"html": "", "choices": [{"html": "way"}]},
        },
    }
    assert "<ol><li>long</li><li>way</li></ol>" in paper.answers([item])


def test_a_talk_on_paper_begins_at_its_beginning():
    item = {
        "type": "scenario",
        "stem": "",
        "key": {"start": "z", "steps": {"a": [], "z": [["a", 1]]}},
        "steps": {
            "a": {"html": "Goodbye.", "choices": []},
            "z": {"html": "Hello.", "choices": [{"html": "Well."}]},
        },
    }
    asked = paper.questions([item])
    assert asked.index("Hello.") < asked.index("Go on at 2.") < asked.index("Goodbye.")


def test_steps_are_not_asked_in_their_right_order():
    options = [{"html": name, "text": name} for name in ("pay", "browse")]
    item = {"type": "order", "stem": "", "options": options, "key": {}}
    asked, solved = paper.questions([item]), paper.answers([item])
    assert asked.index("browse") < asked.index("pay")
    assert solved.index("pay") < solved.index("browse")


def test_addresses_are_made_from_the_repository_and_absent_without_one():
    where = "https://github.com/kopje/course"
    assert edit_address(where, "main", "book/intro.md").startswith(f"{where}/edit/main")
    assert "/gh/kopje/course/main" in binder_address(where, "main", "00_map.ipynb")
    assert edit_address("", "main", "a.md") == binder_address("", "main", "a") == ""


def test_a_page_offers_to_edit_it_only_where_the_repository_is_set(book):
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    page = (book / CHAPTER).read_text(encoding="utf-8")
    assert "Open this notebook" in page
    for words in ("Edit this page", "Binder"):
        assert (words in page) == bool(config["repository"]["url"])


@pytest.mark.parametrize(
    ("repository", "offered"),
    [
        ("", ["Open this notebook"]),
        (
            "https://github.com/kopje/course",
            ["Open this notebook", "Run it on Binder", "Edit this page"],
        ),
    ],
)
def test_a_page_offers_what_the_repository_makes_possible(repository, offered):
    env = SimpleNamespace(
        all_docs={"notebooks/00_map": 0},
        doc2path=lambda name, base: f"{name}.ipynb",
    )
    options = {"repository_url": repository, "repository_branch": "main"}
    app = SimpleNamespace(env=env, config=SimpleNamespace(html_theme_options=options))
    tools = tools_of(app, "notebooks/00_map")
    assert [tool["label"] for tool in tools] == offered
    assert all(repository in tool["href"] for tool in tools[2:])


def test_a_module_becomes_a_script_that_registers_it():
    module = "export const one = 1;\nexport default { one };\n"
    assert classic_script("k", module).startswith('(self.salescourse??={})["k"]=')
    for wrong in ("const a = 1;", "import x from 'y';\nexport default x;"):
        with pytest.raises(ValueError, match="export default"):
            classic_script("k", wrong)


def test_what_the_widgets_of_a_page_have_in_common_comes_once():
    models = {
        str(at): {"model_module": "anywidget", "state": {"_esm": str(kind._esm)}}
        for at, kind in enumerate((Overview, Quiz, Explorer, Quiz))
    }
    made = read_widgets({"state": models})
    script = made.script()
    assert len(made.scripts) == 3
    for once in ("js/store.js", "js/events.js", "js/numbers.js"):
        assert script.count(f'M["{once}"]=') == 1
    assert all(f'["{kind}"]=' in script for kind in made.scripts)
    assert "export function" not in script


def test_models_that_need_a_kernel_are_left_out():
    ours = {
        "_esm": "export default {};",
        "_css": "p { top: 0; }",
        "events": [1],
        "a": 2,
    }
    made = read_widgets(
        {
            "state": {
                "1": {"model_module": "anywidget", "state": ours},
                "2": {"model_module": "@jupyter-widgets/controls", "state": {}},
            }
        }
    )
    assert list(made.state) == ["1"]
    assert made.state["1"].keys() == {"kind", "a"}


@pytest.mark.parametrize("scripts", [True, False])
def test_on_paper_and_without_scripts_a_live_picture_is_a_drawing(
    chromium, site, scripts
):
    context = chromium.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{site}/notebooks/00_map.html")
    if scripts:
        page.locator(".sc-watch").wait_for()
        assert page.locator(".sc-still").is_hidden()
        page.emulate_media(media="print")
        assert page.locator(".sc-watch").is_hidden()
    still = page.locator(".sc-still")
    drawn = still.get_by_role("img", name="Of a hundred deals 12 are signed in the end")
    assert drawn.locator("rect").count() == 200
    assert still.get_by_role("row", name="50 days").is_visible()
    context.close()
