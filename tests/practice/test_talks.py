"""The conversations of the banks: neither length nor tone gives the best reply away."""

from salescourse.practice.questions.script import read_script

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
    marked, plain = read_script(TALK.format(" kind")), read_script(TALK.format(""))
    assert [choice.tone for choice in marked.steps[0].choices] == ["kind", ""]
    assert [choice.points for choice in marked.steps[0].choices] == [0, 1]
    assert marked.best == plain.best == 1


def test_another_word_for_a_tone_is_refused_with_those_there_are():
    (problem, *_) = read_script(TALK.format(" rude")).problems
    assert problem.rule == "choice"
    assert "kind, plain or firm" in problem.remedy
