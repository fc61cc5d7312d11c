"""The conversations of the banks: neither length nor tone gives the best reply away."""

from collections import Counter

import yaml

from salescourse.paths import data_dir
from salescourse.practice.markup import plain
from salescourse.practice.questions.script import TONES, read_script

TALK = """
== opening
Hello.
* "Hello." [0{}] -> end
  Why not.
* "Who else?" [+1] -> other
  Because.
== end (end) Over
It is over.
== other (end) Not over
It is not.
"""


def test_a_reply_may_carry_its_tone_that_no_learner_sees():
    marked, bare = read_script(TALK.format(" kind")), read_script(TALK.format(""))
    assert [choice.tone for choice in marked.steps[0].choices] == ["kind", ""]
    assert [choice.points for choice in marked.steps[0].choices] == [0, 1]
    assert marked.best == bare.best == 1


def test_another_word_for_a_tone_is_refused_with_those_there_are():
    (problem, *_) = read_script(TALK.format(" rude")).problems
    assert problem.rule == "choice"
    assert "kind, plain or firm" in problem.remedy


def steps_with_replies():
    """Return the steps of all conversations at which one says something, by item."""
    steps = {}
    for path in sorted((data_dir() / "questions").glob("*.yml")):
        items = yaml.safe_load(path.read_text(encoding="utf-8"))["items"]
        talks = [item for item in items if item["type"] == "scenario"]
        assert talks, f"{path.name} has no conversation"
        for talk in talks:
            told = read_script(talk["script"]).steps
            steps[talk["id"]] = [step for step in told if step.choices]
    return steps


def test_neither_length_nor_tone_tells_the_best_reply():
    """With two or three replies at a step, about four in ten are the best there.

    If nothing gives it away, the best is longest, or shortest, about as often, or less
    as some replies are equally long, and so is a reply of each tone the best.
    """
    steps = steps_with_replies()
    toneless = [
        f"{talk}, {step.name}: {choice.text}"
        for talk, told in steps.items()
        for step in told
        for choice in step.choices
        if not choice.tone
    ]
    assert toneless == []
    count = sum(map(len, steps.values()))
    longest = shortest = 0
    offered, best_of = Counter(), Counter()
    for step in (step for told in steps.values() for step in told):
        most = max(choice.points for choice in step.choices)
        best = [choice for choice in step.choices if choice.points == most]
        if len(best) == 1:
            own = len(plain(best[0].text))
            others = [len(plain(c.text)) for c in step.choices if c is not best[0]]
            longest += own > max(others)
            shortest += own < min(others)
        offered.update(choice.tone for choice in step.choices)
        best_of.update(choice.tone for choice in best)
    assert 0.2 <= longest / count <= 0.4, f"best is longest in {longest} of {count}"
    assert 0.2 <= shortest / count <= 0.4, f"best is shortest in {shortest} of {count}"
    for tone in TONES:
        said = f"{tone} is best {best_of[tone]} of {offered[tone]} times"
        assert 0.3 <= best_of[tone] / offered[tone] <= 0.5, said
