"""A sales conversation that branches, written as text (see `script`).

The score is what the chosen words earned, as a share of the best that can be
earned on any way through; nothing goes below zero.
"""

from collections.abc import Iterator
from typing import Any

from salescourse.practice.finding import Finding
from salescourse.practice.questions.item import Html, Item
from salescourse.practice.questions.moods import levels, moment, speaker, strangers
from salescourse.practice.questions.script import Choice, Script, Step, read_script
from salescourse.words import _


def problems(item: Item) -> Iterator[Finding]:
    """Say where the conversation breaks off, runs in circles or cannot be reached."""
    script = read_script(item.body["script"])
    yield from script.problems
    people = item.body.get("people", [])
    for step in script.steps:
        told: list[Step | Choice] = [step, *step.choices]
        for one in told:
            for name in strangers(one.moods, people):
                yield Finding(
                    ("script",),
                    "nobody",
                    _("`{}` is not among the people").format(name),
                    _("Write `people: [{}]`, or another name.").format(
                        ", ".join([*people, name])
                    ),
                    below=one.line,
                )


def key(item: Item) -> dict[str, Any]:
    """Return what grading needs: where each choice leads and what it earns."""
    script = read_script(item.body["script"])
    return {
        "type": "scenario",
        "start": script.start,
        "best": script.best,
        "steps": {
            step.name: [[choice.to, choice.points] for choice in step.choices]
            for step in script.steps
        },
    }


def asked(item: Item) -> dict[str, Any]:
    """Return what the hash covers: what is said, what it earns and where it leads.

    Steps are counted in the order in which one may come to them; their names are the
    author's.
    """
    script = read_script(item.body["script"])
    steps = {step.name: step for step in script.steps}
    order = [script.start]
    for name in order:
        order += dict.fromkeys(c.to for c in steps[name].choices if c.to not in order)
    return {
        "steps": [
            {
                "text": steps[name].text,
                "title": steps[name].title,
                "choices": [
                    [choice.text, choice.reply, choice.points, order.index(choice.to)]
                    for choice in steps[name].choices
                ],
            }
            for name in order
        ]
    }


def face(item: Item, html: Html) -> dict[str, Any]:
    """Return what the widget shows; who has a face and when it is only if it is said."""
    script: Script = read_script(item.body["script"])
    people = item.body.get("people", [])
    return {
        "people": people,
        "until": moment(item.body.get("until", "")),
        "steps": {
            step.name: {
                "html": html(step.text),
                "title": step.title,
                "when": moment(step.when),
                "moods": levels(step.moods, people),
                "who": speaker(step.text, people),
                "choices": [
                    {
                        "html": html(choice.text),
                        "reply": html(choice.reply) if choice.reply else "",
                        "why": html(choice.why),
                        **_heard(choice, step, people),
                    }
                    for choice in step.choices
                ],
            }
            for step in script.steps
        },
    }


def _heard(choice: Choice, step: Step, people: list[str]) -> dict[str, Any]:
    """Return who answers a choice and what it does to moods: `sway` moves one."""
    who = speaker(choice.reply, people)
    moved = who if choice.reply else speaker(step.text, people)
    sign = (choice.points > 0) - (choice.points < 0)
    sways = moved >= 0 and sign and people[moved] not in choice.moods
    return {
        "who": who,
        "when": moment(choice.when),
        "moods": levels(choice.moods, people),
        "sway": [[moved, sign]] if sways else [],
    }
