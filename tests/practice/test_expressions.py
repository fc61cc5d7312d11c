"""Expressions in a bank: what they compute, and what an author is told otherwise."""

import math
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from salescourse.practice.questions.bank import answer_key, check_banks, read_bank
from salescourse.practice.questions.expressions import evaluate
from salescourse.practice.questions.item import Item, ModelError
from salescourse.practice.questions.models import chapter_functions, compute_number
from salescourse.practice.questions.variants import expand

BANK = """
chapter: decisions
objectives:
  - {id: odds, text: Compute odds.}
items:
  - id: decisions-own
    type: numeric
    objective: odds
    level: apply
    stem: "{{people}} vetoes at {{agree}}: how likely is a yes?"
    variants:
      people: [4]
      agree: [0.9]
    answer: committee_odds(people, agree)
    tolerance: 0.001
    misconceptions:
      - name: at least one refuses
        value: 1 - committee_odds(people, agree)
        says: The other one.
    feedback: Right.
    otherwise: Multiply.
  - id: decisions-number
    type: code
    objective: odds
    level: apply
    stem: How likely is a yes?
    answer: {kind: number, value: "committee_odds(people, agree)", args: {people: 2, agree: 0.5}}
    misconceptions:
      - {name: refusal, value: "1 - committee_odds(people, agree)", says: Other way.}
      - {name: one person, value: agree, says: One person.}
      - {name: three people, value: "committee_odds(3, agree)", says: Two people.}
    hints: [Multiply.]
    solution: A quarter.
  - id: decisions-function
    type: code
    objective: odds
    level: create
    stem: Write a function.
    answer:
      kind: function
      value: agree * committee_odds(people - 1, agree)
      cases: [{people: 2, agree: 0.9}, {people: 3, agree: 0.5}]
    misconceptions:
      - {name: all the same, value: agree, says: One person.}
      - {name: a constant, value: 0.5, says: A coin.}
      - {name: refusal, value: "1 - committee_odds(people, agree)", says: Other way.}
    hints: [Multiply.]
    solution: A product.
"""
WRONG = "1 - committee_odds(people, agree)\n        says: The other one."


def findings(folder, expression):
    """Check the bank above with another misconception."""
    assert BANK.count(WRONG) == 1
    path = folder / "decisions.yml"
    path.write_text(
        BANK.replace(WRONG, f"{expression!r}\n        says: The other one.")
    )
    return check_banks([path])


def is_refused_or_a_number(expression, values, chapter=""):
    item = Item("x-1", "numeric", "", "", "", chapter=chapter, values=values)
    try:
        return math.isfinite(compute_number(expression, item))
    except ModelError as error:
        return bool(str(error) and error.remedy)


@pytest.fixture
def bank(tmp_path):
    path = tmp_path / "decisions.yml"
    path.write_text(BANK)
    return read_bank(path)


def test_an_item_s_expressions_know_its_variant_s_values(bank):
    (variant,) = expand(bank.item("decisions-own"))
    key = answer_key(variant)
    assert key["answer"] == pytest.approx(0.6561)  # 0.9^4
    assert key["near"][0]["low"] < 0.3439 < key["near"][0]["high"]


def test_an_exercise_s_numbers_are_named_once_and_known_to_its_misconceptions(bank):
    item = bank.item("decisions-number")
    wrong = [{**item.body["answer"], **e} for e in item.body["misconceptions"]]
    assert compute_number(item.body["answer"], item) == 0.25
    assert [compute_number(each, item) for each in wrong] == [0.75, 0.5, 0.125]


def test_a_function_is_compared_with_an_expression_of_its_arguments(bank):
    from salescourse.practice.questions.answers import compare, misconception

    item = bank.item("decisions-function")
    assert compare(item, lambda people, agree: agree**people) is None
    assert misconception(item, lambda people, agree: agree) == "One person."
    assert misconception(item, lambda people, agree: 0.5) == "A coin."


@pytest.mark.parametrize(
    ("expression", "number"),
    [
        ("2 + 3 * 4 - 10 / 4", 11.5),
        ("-people // 3", -2),
        ("2 ** -1", 0.5),
        ("1 if people > 4 else agree", 0.9),
        ("3 < people <= 4 and agree", 0.9),
        ("not people == 4 or 7", 7),
        ("max(0, 1 - people * (1 - agree))", 0.6),
        ("min(people, 3) + abs(-2) + round(2.567, 2)", 7.57),
        ("floor(2.7) + ceil(2.2)", 5),
        ("sqrt(16) + exp(0) + log(1) + log10(1000)", 8),
        ("comb(5, 2)", 10),
        ("pi", math.pi),
        ("sum(days) / len(days)", 2),
        ("committee_odds(people, agree)", 0.6561),
        ("committee_odds(people, 0.5, needed=people)", 1 / 16),
        ("largest_committee(0.9)", 6),
        (" ( people )\n", 4),
    ],
)
def test_an_expression_is_arithmetic_with_the_chapter_s_functions(expression, number):
    values = {"people": 4, "agree": 0.9, "days": [1, 2, 3]}
    item = Item(
        "decisions-x", "numeric", "", "", "", chapter="decisions", values=values
    )
    assert compute_number(expression, item) == pytest.approx(number)


@pytest.mark.parametrize(
    ("expression", "message", "remedy"),
    [
        ("1 - comittee_odds(people, agree)", "there is no function `comittee_odds`",
         "Did you mean `committee_odds`?"),
        ("committee_odds(peple, agree)", "there is no value `peple`",
         "Did you mean `people`?"),
        ("agree if people else nobody", "there is no value `nobody`", "agree, people"),
        ("committee_odds / 2", "there is no value `committee_odds`",
         "`committee_odds` is a function: write `committee_odds(...)`."),
        ("people(3)", "there is no function `people`", "Use one of:"),
        ("committee_odds(people, 35)", "got 35", "Change the expression"),
        ("committee_odds(agree)", "cannot be computed with agree = 0.9: ", "Change"),
        ("agree / (people - 4)", "with people = 4, agree = 0.9: ", "Change"),
        ("committee_odds(people, agree", "cannot be read: ", "an expression such as"),
        ("59 %", "cannot be read: ", "a rate: 0.59 for 59 %"),
        ("people = 3", "cannot be read: ", "an expression such as"),
        ("'many'", "must give one finite number, got 'many'", "Let it give a number."),
        ("people > 3", "must give one finite number, got True", "Let it give"),
        ("1e999", "must give one finite number, got inf", "Let it give"),
        ("consensus_stage(people, agree)", "must give one finite number, got Consensus",
         "Let it give a number."),
        ("people.real", "`people.real` is more than numbers", "`keys.py`"),
        ("[people, 2]", "`[people, 2]` is more than numbers", "`keys.py`"),
        ("1 + people[0]", "`people[0]` is more than numbers", "`keys.py`"),
        ("people in agree", "`people in agree` is more than numbers", "`keys.py`"),
        ("people % 2", "`people % 2` is more than numbers", "`keys.py`"),
        ("1" + " + 1" * 100, "at most 300 characters", "`keys.py`"),
    ],
)  # fmt: skip
def test_a_wrong_expression_is_told_with_its_line_and_what_to_do(
    tmp_path, expression, message, remedy
):
    (found,) = findings(tmp_path, expression)
    line = BANK[: BANK.index(WRONG)].count("\n") + 1
    assert (Path(found.file).name, found.line) == ("decisions.yml", line)
    assert (found.item, found.rule) == ("decisions-own", "expression")
    assert message in found.message
    assert remedy in found.remedy


def test_a_name_in_braces_is_told_to_stand_without_them(tmp_path):
    (found,) = findings(tmp_path, "1 - {{agree}}")
    assert (found.item, found.rule) == ("decisions-own", "form")
    assert "names stand in it without braces" in found.remedy


def test_a_wrong_answer_is_told_once_however_many_variants_there_are(tmp_path):
    path = tmp_path / "decisions.yml"
    text = BANK.replace("people: [4]", "people: [4, 5, 6]")
    path.write_text(text.replace("answer: committee_odds(", "answer: comittee_odds("))
    (found,) = check_banks([path])
    assert "there is no function `comittee_odds`" in found.message


def test_a_wrong_expression_in_an_exercise_is_told_at_its_own_line(tmp_path):
    path = tmp_path / "decisions.yml"
    text = BANK.replace("agree * committee_odds(", "agree * comittee_odds(")
    path.write_text(
        text.replace("value: agree, says: One person.", "value: age, says: x")
    )
    lines = path.read_text().splitlines()
    number = next(at for at, line in enumerate(lines, 1) if "value: age," in line)
    function = next(at for at, line in enumerate(lines, 1) if "comittee_odds" in line)
    # The function's own misconceptions are looked at when its key can be computed.
    assert [(each.item, each.rule, each.line) for each in check_banks([path])] == [
        ("decisions-number", "expression", number),
        ("decisions-function", "expression", function),
    ]


@pytest.mark.parametrize(
    "attack",
    [
        "__import__('os').getcwd()",
        "().__class__.__base__.__subclasses__()",
        "committee_odds.__globals__",
        "(lambda: 1)()",
        "[x for x in (1, 2)]",
        "f'{people}'",
        "(people := 3)",
        "max(*(1, 2))",
        "max(**people)",
        "b'a' * 3",
        "open('x')",
        "eval('1')",
        "'%9999999999d' % 1",
        "9 ** 9 ** 9 ** 9",
        "round(5, -10 ** 9)",
        "round(5, -1000000000)",
        "comb(1000000000, 500000000)",
        "'a' * 99999999999",
        "sum('a')",
        "-" * 290 + "1",
        "(" * 140 + "1" + ")" * 140,
        "\0",
        "",
    ],
)
def test_nothing_but_arithmetic_gets_through_and_nothing_takes_long(attack):
    begun = time.perf_counter()
    assert is_refused_or_a_number(attack, {"people": 3}, chapter="decisions")
    assert time.perf_counter() - begun < 1


@given(some.text(alphabet="01.9 +-*/()<>=ab'\"[]{},:%\\\n", max_size=30))
def test_whatever_is_written_is_a_number_or_a_sentence(text):
    assert is_refused_or_a_number(text, {"a": 0.5, "b": 3})


def test_a_chapter_of_one_s_own_has_arithmetic_and_no_functions():
    assert chapter_functions("practice") == {}
    assert evaluate("sqrt(a) + 1", chapter_functions("practice"), {"a": 9}) == 4


def test_a_chapter_s_functions_are_its_models_and_its_keys():
    found = chapter_functions("map")
    assert {"SalesCycle", "selective_cost"} <= set(found)
    assert not [name for name in found if name.startswith("_")]
