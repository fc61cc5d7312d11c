"""An answer belongs to what was asked: what is shown, and what counts as right."""

import copy
from pathlib import Path

import pytest
import yaml

from salescourse.practice.explorer.widget import explore
from salescourse.practice.hashes import content_hash
from salescourse.practice.questions.bank import _item

PRACTICE = Path(__file__).resolve().parents[1] / "banks" / "practice.yml"


def raw(name):
    """Return an item as the bank of the tests writes it, or one with a function."""
    if name == "practice-function":
        answer = {
            "kind": "function",
            "model": "salescourse.b2b.decisions:committee_odds",
            "cases": [{"people": 5, "agree": 0.9}, {"people": 2, "agree": 0.8}],
        }
        return {**raw("practice-code"), "id": name, "answer": answer}
    items = yaml.safe_load(PRACTICE.read_text(encoding="utf-8"))["items"]
    return next(item for item in items if item["id"] == name)


def hashes(name, change):
    """Return the hash of an item before and after a change."""
    item = raw(name)
    changed = copy.deepcopy(item)
    change(changed)
    assert changed != item, "nothing was changed"
    return _item(item, "practice").hash, _item(changed, "practice").hash


def put(value, *where):
    """Return a change that puts a value somewhere."""

    def change(item):
        for part in where[:-1]:
            item = item[part]
        item[where[-1]] = value

    return change


def replace(old, new, *where):
    """Return a change of words."""

    def change(item):
        for part in where[:-1]:
            item = item[part]
        assert old in item[where[-1]]
        item[where[-1]] = item[where[-1]].replace(old, new)

    return change


TO_COMMITTEE = replace(".decisions:", ".decisions.committee:", "answer", "model")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        pytest.param("practice-own", TO_COMMITTEE, id="a model moves"),
        pytest.param("practice-function", TO_COMMITTEE, id="an exercise's model moves"),
        pytest.param(
            "practice-function", put("agree ** people", "answer", "value"), id="a formula"
        ),
        pytest.param("practice-one", put(["One."], "hints"), id="other hints"),
        pytest.param("practice-many", put(["One."], "hints"), id="a first hint"),
        pytest.param("practice-one", put("No.", "options", 0, "feedback"), id="feedback"),
        pytest.param("practice-order", put("No.", "steps", 0, "feedback"), id="at a step"),
        pytest.param("practice-match", put("No.", "pairs", 0, "feedback"), id="at a pair"),
        pytest.param("practice-number", put("Yes.", "feedback"), id="praise"),
        pytest.param("practice-word", put("No.", "otherwise"), id="comfort"),
        pytest.param("practice-one", put("So.", "explanation"), id="explanation"),
        pytest.param("practice-thoughts", put("IT.", "sample"), id="a sample answer"),
        pytest.param("practice-one", put("words", "objective"), id="objective"),
        pytest.param("practice-one", put("apply", "level"), id="level"),
        pytest.param("practice-one", put(3, "points"), id="points"),
        pytest.param("practice-one", put(False, "shuffle"), id="no shuffling"),
        pytest.param("practice-one", put("other", "id"), id="another id"),
        pytest.param("practice-number", put(120, "misconceptions", 0, "value"), id="a slip"),
        pytest.param("practice-code", put("It.", "solution"), id="a solution"),
        pytest.param(
            "practice-number", put(1200.0000000001, "answer"), id="another processor"
        ),
        pytest.param(
            "practice-one", replace(" What", "\n  What", "stem"), id="lines broken"
        ),
        pytest.param(
            "practice-talk", replace("Kind, and", "It is", "script"), id="a reason"
        ),
        pytest.param("practice-talk", replace("offer", "price", "script"), id="a step's name"),
        pytest.param(
            "practice-word", lambda item: item["accept"].reverse(), id="forms turned round"
        ),
    ],
)  # fmt: skip
def test_an_answer_stays_when_what_is_asked_stays(name, change):
    before, after = hashes(name, change)
    assert before == after


@pytest.mark.parametrize(
    ("name", "change"),
    [
        pytest.param("practice-one", replace("Five", "Six", "stem"), id="the stem"),
        pytest.param("practice-thoughts", replace("call", "ask", "stem"), id="a task"),
        pytest.param("practice-one", put("0.7", "options", 0, "text"), id="an option"),
        pytest.param("practice-many", put(True, "options", 2, "correct"), id="the key"),
        pytest.param("practice-many", put("one", "select"), id="how many to choose"),
        pytest.param("practice-number", put(0.5, "tolerance"), id="a tolerance"),
        pytest.param("practice-number", put(1201, "answer"), id="a number"),
        pytest.param("practice-number", put({"from": 9, "to": 10}, "answer"), id="a range"),
        pytest.param("practice-number", put("USD", "unit"), id="a unit"),
        pytest.param("practice-own", put(3, "digits"), id="digits"),
        pytest.param("practice-own", put(0.85, "variants", "agree", 1), id="a variant"),
        pytest.param(
            "practice-own", put(0.5, "answer", "args", "agree"), id="a variant's key"
        ),
        pytest.param("practice-word", put("vetos", "accept", 1), id="a form"),
        pytest.param("practice-word", put("vetoe?s", "patterns", 0), id="a pattern"),
        pytest.param(
            "practice-order", lambda item: item["steps"].reverse(), id="an order"
        ),
        pytest.param("practice-match", put("Why?", "pairs", 0, "right"), id="a partner"),
        pytest.param("practice-match", put(["Tea"], "extras"), id="a partner of none"),
        pytest.param("practice-talk", replace("does.", "may.", "script"), id="a reply"),
        pytest.param("practice-talk", replace("At once", "Now", "script"), id="a sentence"),
        pytest.param("practice-talk", replace("[+2]", "[+1]", "script"), id="its points"),
        pytest.param(
            "practice-talk", replace("[-2] -> lost", "[-2] -> won", "script"), id="its way"
        ),
        pytest.param("practice-code", put(0.6, "answer", "value"), id="an exercise's key"),
        pytest.param("practice-code", put(0.1, "answer", "tolerance"), id="how near"),
        pytest.param(
            "practice-function", put(6, "answer", "cases", 0, "people"), id="a call"
        ),
        pytest.param(
            "practice-function",
            put("1 - people * (1 - agree)", "answer", "value"),
            id="what a call should return",
        ),
    ],
)  # fmt: skip
def test_a_question_that_asks_something_else_is_another(name, change):
    before, after = hashes(name, change)
    assert before != after


@pytest.mark.parametrize(
    "name", [item["id"] for item in yaml.safe_load(PRACTICE.read_text())["items"]]
)
def test_what_is_never_shown_and_the_order_of_lines_do_not_count(name):
    def spread(value, place=""):
        if place == "variants":  # their order decides which numbers are drawn
            return value
        if isinstance(value, dict):
            turned = {part: spread(value[part], part) for part in reversed(value)}
            return turned if place == "args" else {"tone": "dry"} | turned
        return [spread(part) for part in value] if isinstance(value, list) else value

    before, after = raw(name), spread(raw(name))
    assert list(before) != list(after)
    assert _item(before, "practice").hash == _item(after, "practice").hash


@pytest.mark.parametrize(
    ("answer", "others"),
    [
        ({"kind": "series", "value": {"won": 0.12, "lost": 0.88}},
         [{"value": {"won": 0.13, "lost": 0.88}}, {"ordered": True}]),
        ({"kind": "frame", "value": {"won": [1, 2], "lost": [3, 4]}},
         [{"value": {"won": [1, 2], "lost": [3, 5]}}, {"tolerance": 0.1}]),
        ({"kind": "text", "accept": ["veto", "a veto"]}, [{"accept": ["veto", "vote"]}]),
        ({"kind": "fitted", "attributes": {"rate": 0.5}}, [{"attributes": {"rate": 0.6}}]),
    ],
)  # fmt: skip
def test_the_keys_of_every_kind_of_exercise_count(answer, others):
    def hash_of(answer):
        common = {"id": "a-1", "type": "code", "objective": "o", "level": "apply"}
        return _item({**common, "stem": "Stem", "answer": answer}, "practice").hash

    assert hash_of(answer) == hash_of({**answer, "model_says": "no"})
    for other in others:
        assert hash_of(answer) != hash_of({**answer, **other})


# 0.85^5 = 0.4437053125 and 10450.25 are halves at the sixth digit and the tenth.
@pytest.mark.parametrize(
    "number", [0.4437053125, 10450.25, 0.3, 1e6, 999_999.5, 2_345_678, 7, 1e-7, -0.125]
)
def test_the_last_bits_of_a_number_change_no_hash(number):
    nudged = {content_hash(number * (1 + n * 2e-16)) for n in range(-20, 21)}
    assert nudged == {content_hash(number)}
    assert content_hash(number * 1.00001) not in nudged


def test_nought_is_nought_and_whole_numbers_count_in_full():
    assert content_hash(0.3 - 0.1 * 3) == content_hash(0) == content_hash(-0.0)
    assert content_hash(12_345_678) != content_hash(12_345_679)


def guess(**changes):
    options = {
        "people": range(1, 13), "agree": [0.8, 0.9], "start": {"agree": 0.9},
        "question": "How likely is a yes?", "predict_at": [2, 5],
        "labels": {"people": "People", "agree": "Each"}, "y_range": (0, 1),
    } | changes  # fmt: skip
    model = options.pop("model", lambda people, agree: agree**people)
    return explore(model, "test-committee", **options).spec["hash"]


def test_a_guess_stays_when_what_follows_it_or_the_model_s_names_change():
    assert guess() == guess(finding="Each veto takes its share.")
    assert guess() == guess(points=[(1, 0.8)], points_label="a survey", color="b2c")
    assert guess() == guess(model=lambda people, agree: agree**people * (agree > 0.85))
    renamed = {"labels": {"crowd": "People", "each": "Each"}, "start": {"each": 0.9}}
    fields = {"crowd": range(1, 13), "each": [0.8, 0.9], **renamed}
    moved = explore(
        lambda crowd, each: each**crowd, "test-committee",
        question="How likely is a yes?", predict_at=[2, 5], y_range=(0, 1), **fields,
    )  # fmt: skip
    assert guess() == moved.spec["hash"]


def test_a_guess_at_something_else_is_another():
    others = [
        guess(question="How likely is a no?"),
        guess(start={"agree": 0.8}),
        guess(predict_at=[2, 6]),
        guess(labels={"people": "Signatures", "agree": "Each"}),
        guess(format={"y": "percent"}),
        guess(model=lambda people, agree: agree ** (people + 1)),
    ]
    assert guess() not in others
