"""The measures of items are Moodle's, and agree with hand and with what is published."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from salescourse.practice.events import new_event
from salescourse.practice.questions.bank import questions_dir, read_bank
from salescourse.practice.transfer import to_text
from salescourse.teach import cli
from salescourse.teach.statistics import statistics
from salescourse.teach.statistics.handed import firsts, handed_in
from salescourse.teach.statistics.measures import (
    alpha,
    discrimination,
    efficiency,
    facility,
)

# Section 6 of a Law School Admission Test, 1000 people, five items: how often each
# pattern of right answers occurred. Bock and Lieberman (1970), Psychometrika 35, table 1.
LSAT = {
    "00000": 3, "00001": 6, "00010": 2, "00011": 11, "00100": 1, "00101": 1,
    "00110": 3, "00111": 4, "01000": 1, "01001": 8, "01011": 16, "01101": 3,
    "01110": 2, "01111": 15, "10000": 10, "10001": 29, "10010": 14, "10011": 81,
    "10100": 3, "10101": 28, "10110": 15, "10111": 80, "11000": 16, "11001": 56,
    "11010": 21, "11011": 173, "11100": 11, "11101": 61, "11110": 28, "11111": 298,
}  # fmt: skip
# Four learners, three items, worth 1, 1 and 2 points.
SMALL = [[1, 1, 2], [1, 0, 1], [0, 1, 0], [0, 0, 1]]


@pytest.fixture(scope="module")
def lsat() -> np.ndarray:
    rows = [[int(s) for s in pattern] for pattern, n in LSAT.items() for _ in range(n)]
    return np.array(rows)


def test_a_published_example_law_school_admission_test(lsat):
    # Rizopoulos (2006), ltm, Journal of Statistical Software 17(5), section 3.1:
    # descript(LSAT) prints the proportions, the point biserial correlations with the
    # total score without the item, and alpha.
    assert lsat.shape == (1000, 5)
    assert facility(lsat, [1] * 5) == pytest.approx([0.924, 0.709, 0.553, 0.763, 0.870])
    published = [0.1128, 0.1532, 0.1728, 0.1444, 0.1216]
    assert discrimination(lsat) == pytest.approx(published, abs=5e-5)
    assert alpha(lsat) == pytest.approx(0.2950, abs=5e-5)
    # The same table: alpha without each item.
    without = [alpha(np.delete(lsat, at, axis=1)) for at in range(5)]
    assert without == pytest.approx([0.2754, 0.2376, 0.2168, 0.2459, 0.2663], abs=5e-5)


def test_facility_by_hand():
    # Means 2/4, 2/4 and 4/4, of 1, 1 and 2.
    assert facility(SMALL, [1, 1, 2]).tolist() == [0.5, 0.5, 0.5]


def test_discrimination_by_hand():
    # Item 1: x = 1 1 0 0 (mean 1/2), rest = 3 1 1 1 (mean 3/2).
    # C = (.5·1.5 − .5·.5 + .5·.5 + .5·.5)/3 = 1/3, V(x) = 1/3, V(rest) = 3/3 = 1.
    # So 1/3 / sqrt(1/3) = 0.57735.
    # Item 3: x = 2 1 0 1 (mean 1), rest = 2 1 1 0 (mean 1).
    # C = (1·1 + 0 + 0 + 0)/3 = 1/3, V(x) = 2/3, V(rest) = 2/3. So 1/2.
    found = discrimination(SMALL)
    assert found[0] == pytest.approx(1 / math.sqrt(3))
    assert found[2] == pytest.approx(0.5)


def test_efficiency_by_hand():
    # Item 1, sorted: x = 0 0 1 1, rest = 1 1 1 3: C = (.25 + .25 − .25 + .75)/3 = 1/3,
    # which is what it is: 1. Item 3, sorted: x = 0 1 1 2, rest = 0 1 1 2: C = 2/3: 1/2.
    found = efficiency(SMALL)
    assert found[0] == pytest.approx(1)
    assert found[2] == pytest.approx(0.5)


def test_alpha_by_hand():
    # Totals 4 2 1 1 (mean 2): V = (4 + 0 + 1 + 1)/3 = 2. Items: 1/3 + 1/3 + 2/3 = 4/3.
    # 3/2 · (1 − (4/3)/2) = 1/2.
    assert alpha(SMALL) == pytest.approx(0.5)


def test_what_cannot_be_told_is_no_number():
    assert math.isnan(alpha([[1, 1]]))
    assert math.isnan(alpha([[1], [0]]))
    assert math.isnan(alpha([[1, 1], [1, 1]]))
    assert np.isnan(discrimination([[1, 0], [1, 1]])).all()
    assert np.isnan(efficiency([[1, 1]])).all()
    with pytest.raises(ValueError, match="table"):
        facility([], [])


def attempt(item: str, answer: object, score: float, minute: int = 0) -> dict:
    event = new_event("attempt", item, answer=answer, score=score)
    return {**event, "at": f"2026-11-23T10:{minute:02}:00.000Z"}


@pytest.fixture(scope="module")
def bank():
    return read_bank(questions_dir() / "decisions.yml")


def test_the_first_attempt_counts():
    events = [attempt("decisions-1", 2, 1, 5), attempt("decisions-1", 1, 0, 1)]
    assert firsts(events)["decisions-1"]["answer"] == 1
    assert firsts([{**events[0], "score": None}]) == {}


def test_what_was_not_answered_is_worth_nothing_and_who_did_not_begin_does_not_count(
    bank,
):
    events = {
        "a": [attempt("decisions-1", 1, 1), attempt("decisions-2", 7, 1)],
        "b": [attempt("decisions-1", 1, 0)],
        "c": [attempt("impulse-1", 1, 1)],
        "d": [],
    }
    [chapter] = statistics(events, [bank])
    assert chapter.learners == 2
    found = {item.item: item for item in chapter.items}
    assert set(found) == {"decisions-1", "decisions-2"}
    assert (found["decisions-2"].answered, found["decisions-2"].facility) == (1, 0.5)


def test_an_answer_to_another_wording_does_not_count(bank):
    old = {**attempt("decisions-1", 1, 1), "hash": "0123456789abcdef"}
    assert statistics({"a": [old]}, [bank]) == []


def klass(good_take: int, bad_take: int, key: int) -> dict[str, list[dict]]:
    """Return ten who know and ten who do not, by what they take in one question."""
    made = {}
    for n in range(20):
        good = n < 10
        took = good_take if good else bad_take
        made[f"l{n}"] = [
            attempt("decisions-1", 0.66, float(good)),
            attempt("decisions-2", 7, float(good)),
            attempt("decisions-rule", took, float(took == key)),
        ]
    return made


def test_a_key_that_looks_wrong_is_named_and_a_good_one_is_not(bank):
    [chapter] = statistics(klass(good_take=0, bad_take=2, key=2), [bank])
    wrong = {item.item: item.looks_wrong for item in chapter.items if item.looks_wrong}
    assert list(wrong) == ["decisions-rule"]
    assert "did better in the rest" in wrong["decisions-rule"]
    [chapter] = statistics(klass(good_take=2, bad_take=0, key=2), [bank])
    assert not any(item.looks_wrong for item in chapter.items)


def test_a_few_learners_say_nothing_of_a_key(bank):
    few = dict(list(klass(0, 2, 2).items())[6:14])
    [chapter] = statistics(few, [bank])
    assert not any(item.looks_wrong for item in chapter.items)


def test_what_each_option_drew(bank):
    [chapter] = statistics(klass(good_take=2, bad_take=0, key=2), [bank])
    [item] = [each for each in chapter.items if each.item == "decisions-rule"]
    assert [(o.right, o.chosen) for o in item.options] == [
        (False, 10), (False, 0), (True, 10), (False, 0),
    ]  # fmt: skip
    assert item.options[2].rest == 2


@pytest.mark.parametrize("answer", [None, "x", {"a": 1}, [True, "x", 99], [[0]], -1])
def test_an_answer_may_be_anything(bank, answer):
    [chapter] = statistics({"a": [attempt("decisions-rule", answer, 0)]}, [bank])
    assert sum(option.chosen for option in chapter.items[0].options) == 0


def files(folder: Path) -> Path:
    for name, events in klass(2, 0, 2).items():
        path = folder / f"{name}_1{name[1:]}_assignsubmission_file_" / "progress.json"
        path.parent.mkdir(parents=True)
        path.write_text(to_text(events))
    return folder


def test_the_files_of_a_class_are_read_and_what_is_none_is_named(tmp_path):
    folder = files(tmp_path / "in")
    (folder / "nonsense.json").write_text("{")
    (folder / "deep.json").write_text("[" * 100_000)
    again = (folder / "l3_13_assignsubmission_file_" / "progress.json").read_text()
    (folder / "friend.json").write_text(again)
    handed = handed_in(folder)
    assert len(handed.events) == 20
    said = " ".join(handed.remarks)
    assert "nonsense.json is left out" in said
    assert "deep.json is left out" in said
    assert "hold the same entries; they count once" in said


def test_the_command_tells_and_writes_a_table(tmp_path, capsys):
    out = tmp_path / "items.csv"
    assert cli.main(["statistics", str(files(tmp_path / "in")), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "decisions: 20 learners, Cronbach's alpha 1.000" in said
    with out.open(encoding="utf-8", newline="") as file:
        rows = {row["item"]: row for row in csv.DictReader(file)}
    assert rows["decisions-1"]["facility"] == "0.500"
    assert (
        "Have them agree that four of five are enough"
        in rows["decisions-rule"]["options drawn"]
    )


def test_no_files_are_a_sentence(tmp_path, capsys):
    assert cli.main(["statistics", str(tmp_path)]) == 1
    assert cli.main(["statistics", str(tmp_path / "none")]) == 1
    said = capsys.readouterr().err
    assert "There is no progress file" in said
    assert "ends in .json" in said
    assert "is no folder" in said


def test_a_file_that_cannot_be_read_is_named_where_it_is_the_only_one(tmp_path, capsys):
    (tmp_path / "ada.json").write_text('{"a": 1}')
    assert cli.main(["statistics", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("ada.json is left out. ")
    assert "There is no progress file" in said.err


SEVERAL = """
chapter: several
objectives: [{id: sell, text: sell}]
items:
  - id: several-match
    type: match
    objective: sell
    level: apply
    stem: Which?
    pairs:
      - {left: contract, right: firm, feedback: Yes.}
      - {left: cart, right: home, feedback: Yes.}
  - id: several-order
    type: order
    objective: sell
    level: apply
    stem: Which first?
    steps:
      - {text: call, feedback: First.}
      - {text: offer, feedback: Second.}
      - {text: sign, feedback: Third.}
  - id: several-number
    type: numeric
    objective: sell
    level: apply
    stem: "All of {{people}} agree, each with 0.9?"
    variants: {people: [2, 3]}
    answer: 0.9 ** people
    unit: percent
    tolerance: 0.005
    misconceptions:
      - {name: one, value: 0.9, says: That is one.}
      - {name: none, value: 1 - 0.9 ** people, says: That is the rest.}
    feedback: Yes.
    otherwise: No.
  - id: several-word
    type: text
    objective: sell
    level: apply
    stem: What stops it?
    accept: [veto]
    misconceptions: [{name: a vote, accept: [vote, a vote], says: Nobody counts.}]
    feedback: Yes.
    otherwise: No.
"""


def drew(tmp_path: Path, item: str, answers: list[tuple[object, float]]) -> dict:
    """Return what learners with these answers have drawn, each with one answer."""
    path = tmp_path / "several.yml"
    path.write_text(SEVERAL, "utf-8")
    events = {f"learner {n}": [attempt(item, answer, score)]
              for n, (answer, score) in enumerate(answers)}  # fmt: skip
    (chapter,) = statistics(events, [read_bank(path)])
    (found,) = chapter.items
    return {option.text: (option.chosen, option.right) for option in found.options}


def test_pairs_that_were_drawn_are_counted(tmp_path):
    answers = [([0, 1], 1.0), ([1, 1], 0.5), ([1, 0], 0.0), ("nonsense", 0.0),
               ([True, None], 0.0), (None, 0.0)]  # fmt: skip
    assert drew(tmp_path, "several-match", answers) == {
        "contract → firm": (1, True), "contract → home": (2, False),
        "cart → home": (2, True), "cart → firm": (1, False),
    }  # fmt: skip


def test_steps_the_wrong_way_round_are_counted(tmp_path):
    # [1, 0, 2] has one pair the wrong way round, [2, 1, 0] all three.
    answers = [([0, 1, 2], 1.0), ([1, 0, 2], 1 / 3), ([2, 1, 0], 0.0), ([9], 0.0)]
    assert drew(tmp_path, "several-order", answers) == {
        "all in order": (1, True), "“offer” before “call”": (2, False),
        "“sign” before “call”": (1, False), "“sign” before “offer”": (1, False),
    }  # fmt: skip


def test_mistakes_that_have_a_name_are_counted_in_the_numbers_of_the_variant(tmp_path):
    from salescourse.practice.questions.variants import expand

    (tmp_path / "several.yml").write_text(SEVERAL, "utf-8")
    item = read_bank(tmp_path / "several.yml").item("several-number")
    at = {v.values["people"]: n for n, v in enumerate(expand(item))}
    # 1 − 0.9² = 0.19 and 1 − 0.9³ = 0.271: of another's numbers it is no mistake.
    answers = [({"variant": at[2], "value": "81 %"}, 1.0),
               ({"variant": at[2], "value": "0,19"}, 0.0),
               ({"variant": at[3], "value": "27.1%"}, 0.0),
               ({"variant": at[3], "value": "19"}, 0.0),
               ({"variant": at[2], "value": "90"}, 0.0),
               ({"variant": 7, "value": "90"}, 0.0),
               ({"value": "90"}, 0.0), ("many", 0.0)]  # fmt: skip
    assert drew(tmp_path, "several-number", answers) == {
        "the right number": (1, True), "one": (1, False), "none": (2, False),
    }  # fmt: skip


def test_words_that_have_a_name_are_counted(tmp_path):
    answers = [("Veto.", 1.0), ("a vote", 0.0), ("A-Vote!", 0.0), ("coffee", 0.0)]
    assert drew(tmp_path, "several-word", answers) == {
        "the right word": (1, True), "a vote": (2, False),
    }  # fmt: skip


def test_an_exercise_that_asks_for_a_number_tells_its_mistakes(bank):
    # decisions-1: eight people of whom each signs with 0.95; its first mistake is 0.95.
    item = bank.item("decisions-1")
    name = item.body["misconceptions"][0]["name"]
    events = {str(n): [attempt("decisions-1", "95 %", 0.0)] for n in range(3)}
    (chapter,) = statistics(events, [bank])
    taken = {option.text: option.chosen for option in chapter.items[0].options}
    assert taken == {"the right number": 0, name: 3}


def test_a_mistake_of_those_who_know_best_makes_a_key_look_wrong(tmp_path):
    path = tmp_path / "several.yml"
    path.write_text(SEVERAL, "utf-8")
    events = {}
    for n in range(12):
        knows = n < 6  # they have the order right, and the word “wrong”
        events[str(n)] = [
            attempt("several-word", "vote" if knows else "veto", 0.0 if knows else 1.0),
            attempt("several-order", [0, 1, 2] if knows else [2, 1, 0], float(knows)),
        ]
    (chapter,) = statistics(events, [read_bank(path)])
    wrong = {each.item: each.looks_wrong for each in chapter.items}
    assert "Those who took “a vote” did better" in wrong["several-word"]
