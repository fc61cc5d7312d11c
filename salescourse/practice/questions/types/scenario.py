"""A sales conversation that branches, written as text (see `script`).

The score is what the chosen words earned, as a share of the best that can be
earned on any way through; nothing goes below zero.
"""

from collections.abc import Iterator
from typing import Any

from salescourse.practice.finding import Finding
from salescourse.practice.questions.item import Html, Item
from salescourse.practice.questions.script import Script, read_script


def problems(item: Item) -> Iterator[Finding]:
    """Say where the conversation breaks off, runs in circles or cannot be reached."""
    yield from read_script(item.body["script"]).problems


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
    """Return what the widget shows."""
    script: Script = read_script(item.body["script"])
    return {
        "steps": {
            step.name: {
                "html": html(step.text),
                "title": step.title,
                "choices": [
                    {
                        "html": html(choice.text),
                        "reply": html(choice.reply) if choice.reply else "",
                        "why": html(choice.why),
                    }
                    for choice in step.choices
                ],
            }
            for step in script.steps
        }
    }
