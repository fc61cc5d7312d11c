"""The question bank: what it holds, and what an author is told about mistakes."""

import copy
import json
import os
import random
import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from malformed import GOOD, WHOLE, broken_banks, noisy_banks

from salescourse.paths import data_dir
from salescourse.practice.events import new_event
from salescourse.practice.guesses.widget import guess
from salescourse.practice.questions.bank import (
    BankError,
    answer_key,
    chapters,
    check_banks,
    load_bank,
    read_bank,
)
from salescourse.practice.questions.script import read_script
from salescourse.practice.questions.variants import expand

PRACTICE = Path(__file__).resolve().parents[1] / "banks" / "practice.yml"
LINE = re.compile(r".+\.yml:\d+: \S.* — \[[a-z0-9-]+\] .+\. .+", re.DOTALL)


def check_text(folder, text, name="practice.yml"):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return check_banks([path])


def changed(old, new):
    assert old in GOOD
    return GOOD.replace(old, new)


def rules(findings):
    return [finding.rule for finding in findings]


def test_the_course_s_own_banks_have_no_mistakes_of_substance_or_style():
    assert check_banks([data_dir() / "questions"]) == []


def test_a_good_bank_with_every_type_has_no_findings():
    assert [str(finding) for finding in check_banks([PRACTICE])] == []


def test_a_chapter_named_like_its_module_can_have_questions(tmp_path):
    text = GOOD.replace("chapter: practice", "chapter: new_business")
    text = text.replace("id: practice-", "id: new_business-")
    assert check_text(tmp_path, text, "new_business.yml") == []
    bank = read_bank(tmp_path / "new_business.yml")
    assert new_event("hint", bank.items[0].id)["item"] == "new_business-one"
    assert "How many?" in repr(guess("new_business-scene", {"How many?": 3}))


def test_the_first_chapter_has_ten_questions_and_three_exercises():
    bank = load_bank("decisions")
    types = [item.type for item in bank.items]
    assert len([kind for kind in types if kind != "code"]) == 10
    assert types.count("code") == 3
    assert {"choice", "numeric", "scenario"} <= set(types)
    assert any(item.body.get("select") == "many" for item in bank.items)


def test_an_unknown_chapter_names_those_there_are():
    with pytest.raises(KeyError, match="decisions"):
        load_bank("decision")
    with pytest.raises(KeyError):
        load_bank("../decisions")
    assert "decisions" in chapters()


# Another seed must do as well: SALESCOURSE_SEED=1 pytest tests/test_bank.py
@pytest.mark.parametrize("seed", [int(os.environ.get("SALESCOURSE_SEED", 20261123))])
def test_two_hundred_malformed_banks_each_get_a_proper_error(tmp_path, seed):
    for number, broken in enumerate(broken_banks(200, seed)):
        about = (seed, number, broken.done)
        findings = check_text(tmp_path, broken.content)
        assert findings, about
        lines = broken.content.count(b"\n") + 1
        for finding in findings:
            assert LINE.fullmatch(str(finding)), (about, str(finding))
            assert 1 <= finding.line <= lines, (about, str(finding))
            assert "Traceback" not in str(finding)
        if broken.item and broken.done not in WHOLE:
            assert broken.item in [finding.item for finding in findings], (
                about, list(map(str, findings)),
            )  # fmt: skip
            assert_near(broken, findings, about)
        with pytest.raises(BankError):
            read_bank(tmp_path / "practice.yml")


def assert_near(broken, findings, about):
    """The line of a finding lies inside the item it names."""
    if broken.done in ("id_malformed", "id_taken"):
        return
    lines = broken.content.decode().splitlines()
    starts = [n for n, line in enumerate(lines, 1) if line.startswith("- ")] + [
        len(lines)
    ]
    first = next(
        n for n, line in enumerate(lines, 1) if line.endswith(f"id: {broken.item}")
    )
    end = next((start for start in starts if start > first), len(lines))
    begin = max(start for start in starts if start <= first)
    named = [finding.line for finding in findings if finding.item == broken.item]
    assert any(begin <= line <= end for line in named), (
        about, named, (begin, end),
    )  # fmt: skip


def test_whatever_happens_to_the_text_nothing_is_raised(tmp_path):
    for noisy in noisy_banks(150, 20261123):
        for finding in check_text(tmp_path, noisy):
            assert LINE.fullmatch(str(finding)), str(finding)


@pytest.mark.parametrize(
    ("old", "new", "rule", "said"),
    [
        ("correct: true\n        feedback: $0.8", "feedback: $0.8", "no-key",
         "no option is correct. Add `correct: true` to the right one."),
        ("level: understand\n    stem: \"Five", "level: knowing\n    stem: \"Five", "value",
         "`level` cannot be \"knowing\". Use one of:"),
        ("objective: words\n    level: remember", "objective: word\n    level: remember",
         "objective", "there is no objective `word`. Use one of: words."),
        ("    otherwise: Multiply.\n", "    othrwise: Multiply.\n", "unknown",
         "`othrwise` is not a field here. Did you mean `otherwise`?"),
        ("accept: [vote]", "accept: [veto]", "misconception-is-right", "`veto` counts as right"),
        ("value: 112", "value: 1200", "misconception-is-right", "would be taken"),
        ("-> table\n        A date", "-> tabel\n        A date", "no-target",
         "there is no step `tabel`. Lead to one of: lost, offer, opening, others, table, won."),
        ("-> offer\n        A plain", "-> opening\n        A plain", "loop",
         "leads back to `opening`"),
        ("unit: EUR", "unit: percent", "percent", "1200 is more than 150 %"),
        ("unit: EUR", "unit: \"%\"", "unit", "Write `unit: percent`, and the key as a rate"),
        ("unit: EUR", "unit: Percent", "unit", "Write `unit: percent`, and the key as a rate"),
        ("unit: EUR", "unit: 1 000 EUR", "unit", "`1 000 EUR` cannot be read back"),
        ("unit: EUR", "unit: EUR/month", "unit", "`EUR/month` cannot be read back"),
        ("name: added", "name: no", "kind", "must be text, got false. YAML takes yes, no,"),
        ("12 machines", "{{a|eur}} machines", "variant",
         "`{{a|eur}}` stands for nothing, for there are no `variants:`. Add them"),
        ("Another veto, correct", "'{{who}}', correct", "variant",
         "`{{who}}` stands for nothing, for there are no `variants:`. Write what it means"),
        ("{{agree|percent}} each", "{{agree|prozent}} each", "variant",
         "`{{agree|prozent}}` asks for a form that is not there. The forms are `percent`"),
    ],
)  # fmt: skip
def test_a_finding_says_what_is_wrong_and_how_to_mend_it(
    tmp_path, old, new, rule, said
):
    findings = check_text(tmp_path, changed(old, new))
    assert rule in rules(findings)
    assert any(said in str(finding) for finding in findings), list(map(str, findings))


def test_a_finding_names_the_very_line(tmp_path):
    text = changed("[-1] -> lost\n        Why not?", "[-1] -> gone\n        Why not?")
    (finding, *_others) = check_text(tmp_path, text)
    assert text.splitlines()[finding.line - 1].strip() == '* "No." [-1] -> gone'
    text = changed(
        "      - {text: Another veto, correct: true,", "      - {txt: Another veto,"
    )
    lines = {
        text.splitlines()[finding.line - 1] for finding in check_text(tmp_path, text)
    }
    assert any("txt: Another veto" in line for line in lines)


def test_dead_ends_loops_and_unreachable_steps_of_a_talk_are_found():
    talk = next(item for item in read_bank(PRACTICE).items if item.type == "scenario")
    script = talk.body["script"]

    def found(old, new):
        return [
            problem.rule for problem in read_script(script.replace(old, new)).problems
        ]

    assert found("", "") == []
    assert found("== lost (end) Nobody said no", "== lost") == ["dead-end"]
    assert found("-> table", "-> others") == [
        "loop",
        "loop",
        "unreachable",
        "unreachable",
    ]
    assert found("-> lost", "-> won") == ["unreachable"]
    assert "no-reason" in found("A date.", "")
    assert "same-step" in found("== offer", "== table")


def test_a_talk_with_one_ending_is_not_a_choice():
    script = "== a\nHello.\n* x [+1] -> b\n  why\n* y [0] -> b\n  why\n== b (end) End\nBye.\n"
    assert [problem.rule for problem in read_script(script).problems] == ["one-ending"]


def test_a_deep_talk_is_walked_without_recursion():
    steps = [
        f"== s{n}\nHello.\n* x [+1] -> s{n + 1}\n  why\n* y [0] -> end2\n  why\n"
        for n in range(3000)
    ]
    script = "".join(steps) + "== s3000 (end) End\nBye.\n== end2 (end) Other\nBye.\n"
    result = read_script(script)
    assert [problem.rule for problem in result.problems] == ["turns"]
    assert result.best == 3000


def test_the_best_way_through_the_chapter_s_talk_earns_everything():
    bank = load_bank("decisions")
    talk = next(item for item in bank.items if item.type == "scenario")
    key = answer_key(talk)

    def ways(step, path, points):
        choices = key["steps"][step]
        if not choices:
            yield path, max(0, points) / key["best"]
        for at, (to, more) in enumerate(choices):
            yield from ways(to, (*path, at), points + more)

    scores = dict(ways(key["start"], (), 0))
    assert max(scores.values()) == 1
    assert min(scores.values()) == 0
    assert max(map(len, scores)) in range(4, 9)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("Exactly 0", "All of the above", "catch-all"),
        ("text: About 0.33", "text: About 0.33, because five chances are multiplied here",
         None),
    ],
)  # fmt: skip
def test_matters_of_style_are_told_and_do_not_stop_a_quiz(tmp_path, old, new, rule):
    findings = check_text(tmp_path, changed(old, new))
    assert rules(findings) == ([rule] if rule else [])
    assert all(finding.style for finding in findings)
    assert read_bank(tmp_path / "practice.yml").items


def test_a_key_that_is_always_the_longest_option_is_told(tmp_path):
    content = yaml.safe_load(GOOD)
    item = content["items"][0]
    item["options"][1]["text"] = "About 0.33, because five chances are multiplied here"
    for letter in "ab":
        content["items"].append(
            {**copy.deepcopy(item), "id": f"practice-long-{letter}"}
        )
    (finding,) = check_text(tmp_path, yaml.safe_dump(content, sort_keys=False))
    assert (finding.rule, finding.style) == ("longest-key", True)
    assert "3 of 3" in finding.message


def test_an_answer_stays_with_its_question_and_a_changed_question_is_another(tmp_path):
    (tmp_path / "practice.yml").write_text(GOOD.replace("Exactly 0", "Exactly nothing"))
    before = {item.id: item.hash for item in read_bank(PRACTICE).items}
    after = {item.id: item.hash for item in read_bank(tmp_path / "practice.yml").items}
    assert [name for name in before if before[name] != after[name]] == ["practice-one"]
    assert all(re.fullmatch(r"[0-9a-f]{12}", digest) for digest in before.values())


def test_variants_are_the_same_every_time_and_their_keys_are_computed():
    item = read_bank(PRACTICE).item("practice-own")
    variants = expand(item)
    assert [variant.stem for variant in variants] == [v.stem for v in expand(item)]
    assert len({variant.stem for variant in variants}) == len(variants) == 8
    for variant in variants:
        people, agree = re.match(r"(\d) vetoes at (\d+)", variant.stem).groups()
        key = answer_key(variant)
        assert key["answer"] == pytest.approx((int(agree) / 100) ** int(people))
        assert variant.body["misconceptions"][0]["says"].startswith(f"{agree} %")
        shown = float(re.search(r"[\d.]+(?= %)", variant.feedback)[0]) / 100
        assert key["low"] - 1e-9 <= shown <= key["high"] + 1e-9


def test_a_long_number_is_shown_with_commas_and_never_with_an_exponent(tmp_path):
    text = changed("{{agree|percent}} each:", "{{agree|percent}}, {{sum}}, ${{sum}}$:")
    text = text.replace("    variants:\n", "    variants:\n      sum: [1200000]\n")
    (tmp_path / "practice.yml").write_text(text, encoding="utf-8")
    for variant in expand(read_bank(tmp_path / "practice.yml").item("practice-own")):
        assert ", 1,200,000, $1{,}200{,}000$:" in variant.stem


def test_braces_in_a_formula_or_in_code_are_left_alone(tmp_path):
    text = changed("Twelve hundred.", "$x^{{n}}$ and `{{n}}`.")
    assert check_text(tmp_path, text) == []


def test_a_number_s_key_lies_inside_what_counts_as_right():
    for bank in (load_bank("decisions"), read_bank(PRACTICE)):
        for item in bank.items:
            if item.type == "numeric":
                for variant in expand(item):
                    key = answer_key(variant)
                    assert key["low"] <= key["answer"] <= key["high"]


def test_the_numbers_printed_in_the_chapter_s_questions_are_right():
    def all_of(n, p):
        return p**n

    assert round(all_of(5, 0.8), 2) == 0.33
    assert round(all_of(5, 0.85), 2) == 0.44
    assert round(all_of(4, 0.8), 2) == 0.41
    assert round(5 * 0.8**4 * 0.2 + 0.8**5, 2) == 0.74
    assert round(0.9 * 0.95 * 0.967 * 0.975 * 0.98, 2) == 0.79
    assert round(5 / 4 + 5 / 3 + 5 / 2 + 5, 1) == 10.4
    assert round(5 * sum(1 / n for n in range(1, 11)), 1) == 14.6
    assert (round(0.81**2, 2), round(0.81**6, 2)) == (0.66, 0.28)
    assert (round(0.9**4, 2), round(0.9**2, 2)) == (0.66, 0.81)


def test_the_schema_is_a_schema_and_explains_every_field():
    schema = json.loads((data_dir() / "questions" / "schema.json").read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    assert jsonschema.Draft7Validator(schema).is_valid(yaml.safe_load(GOOD))

    def unexplained(part, where=""):
        if isinstance(part, dict):
            for name, field in part.get("properties", {}).items():
                plain = not {"description", "$ref", "const"} & set(field)
                if plain and name not in ("args", "type", "id"):
                    yield f"{where}.{name}"
            for name, inner in part.items():
                yield from unexplained(inner, f"{where}.{name}")
        elif isinstance(part, list):
            for at, inner in enumerate(part):
                yield from unexplained(inner, f"{where}.{at}")

    assert [
        name for name in unexplained(schema) if not name.endswith((".from", ".to"))
    ] == []


def test_a_folder_is_checked_file_by_file(tmp_path):
    (tmp_path / "practice.yml").write_text(GOOD)
    (tmp_path / "other.yml").write_text(GOOD)
    (finding,) = check_banks([tmp_path])
    assert (Path(finding.file).name, finding.rule) == ("other.yml", "chapter")
    (missing,) = check_banks([tmp_path / "none.yml"])
    assert missing.rule == "file"


def test_any_seed_makes_malformed_banks_of_many_kinds():
    kinds = {broken.done for broken in broken_banks(200, random.randrange(10**6))}
    assert len(kinds) > 35
