"""Read a conversation that branches, written as one writes a scene.

::

    == opening
    **Office manager:** I love them. When can you deliver?

    * "Before the first of May." [0] -> contract
      She has the budget and a date. She does not have the other four.
    * "Who else has to live with them?" [+2] -> others
      > **Office manager:** Facilities, IT, finance. Why?
      You learn on day one what would have stopped you on day fifty.

    == contract (end) The deal is dead by April
    Facilities wanted to see the plumbing first.

A step begins with `==` and a name; the first is where the talk begins. A choice
begins with `*`, and has its words, what it earns, and where it leads. Below it,
lines with `>` are the customer's answer, the others say why the choice was good or
bad; learners read them at the end. What a choice earns may be followed by its tone, as in
`[+2 kind]`: no learner sees it, and a test of the banks asks that no tone gives the best
choice away. A step with `(end)` is an ending. Lines with `@` say
when it is and in which mood somebody is (see `moods`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from salescourse.practice.finding import Finding
from salescourse.practice.questions.moods import read_note
from salescourse.words import _

TURNS = (4, 8)

_HEADER = re.compile(r"==\s*([\w-]+)\s*(\(end\))?\s*(.*?)\s*(?:==)?\s*", re.ASCII)
TONES = ("kind", "plain", "firm")
_CHOICE = re.compile(
    r"[*]\s+(.+?)\s*\[\s*([+\-−]?\d{1,2})(?:\s+(" + "|".join(TONES) + r"))?\s*\]"
    r"\s*(?:->|→)\s*([\w-]+)\s*"
)


@dataclass
class Choice:
    """What the learner may say, where it leads, and why it was good or bad."""

    text: str
    points: int
    to: str
    line: int
    tone: str = ""
    reply: str = ""
    why: str = ""
    when: str = ""
    moods: dict[str, str] = field(default_factory=dict)


@dataclass
class Step:
    """What the learner hears, and may answer."""

    name: str
    line: int
    ending: bool
    title: str
    text: str = ""
    when: str = ""
    moods: dict[str, str] = field(default_factory=dict)
    choices: list[Choice] = field(default_factory=list)


@dataclass(frozen=True)
class Script:
    """A conversation, or what is wrong with it."""

    steps: tuple[Step, ...]
    problems: tuple[Finding, ...]
    best: int = 0

    @property
    def start(self) -> str:
        """The name of the first step."""
        return self.steps[0].name


def read_script(text: str) -> Script:
    r"""Read a conversation and look for what is wrong with it.

    Examples
    --------
    >>> read_script("== opening\nHello.\n").problems[0].rule
    'dead-end'
    """
    steps, problems = _parse(text)
    if not steps:
        problems.append(
            _problem(0, "no-steps", _("the conversation has no step"),
                     _("Write `script: |` and begin with `== opening`."))
        )  # fmt: skip
        return Script((), tuple(problems))
    problems += _structure(steps)
    if not problems:
        lengths, best = _ways(steps)
        problems += _shape(steps, lengths, best)
        return Script(tuple(steps), tuple(problems), best)
    return Script(tuple(steps), tuple(problems))


def _problem(
    line: int, rule: str, message: str, remedy: str, style: bool = False
) -> Finding:
    return Finding(("script",), rule, message, remedy, style, below=line)


def _parse(text: str) -> tuple[list[Step], list[Finding]]:
    steps: list[Step] = []
    problems: list[Finding] = []
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if stripped.startswith("=="):
            _begin_step(stripped, number, steps, problems)
        elif not steps:
            if stripped:
                problems.append(
                    _problem(number, "before-first", _("this stands before the first step"),
                             _("Begin with a line such as `== opening`."))
                )  # fmt: skip
        elif stripped.startswith("* "):
            _begin_choice(stripped, number, steps[-1], problems)
        else:
            _go_on(stripped, steps[-1])
    return steps, problems


def _begin_step(
    line: str, number: int, steps: list[Step], problems: list[Finding]
) -> None:
    match = _HEADER.fullmatch(line)
    if match is None:
        problems.append(
            _problem(number, "header", _("`{}` names no step").format(line),
                     _("Write `== name`, or `== name (end) What happened`."))
        )  # fmt: skip
        return
    name, end, title = match.groups()
    if any(step.name == name for step in steps):
        problems.append(
            _problem(number, "same-step", _("the step `{}` occurs twice").format(name),
                     _("Give one of them another name."))
        )  # fmt: skip
    steps.append(Step(name, number, bool(end), title))


def _begin_choice(line: str, number: int, step: Step, problems: list[Finding]) -> None:
    match = _CHOICE.fullmatch(line)
    if match is None:
        problems.append(
            _problem(number, "choice", _("this choice cannot be read"),
                     _('Write `* "What you say" [+1] -> next-step`, or `[+1 kind]` for its tone: '
                       "kind, plain or firm."))
        )  # fmt: skip
        return
    text, points, tone, to = match.groups()
    step.choices.append(
        Choice(text, int(points.replace("−", "-")), to, number, tone or "")
    )


def _go_on(line: str, step: Step) -> None:
    """Add a line to what it belongs to: a step, an answer, a reason or their mood."""
    if line.startswith("@"):
        when, moods = read_note(line[1:])
        owner = step.choices[-1] if step.choices else step
        owner.moods.update(moods)
        owner.when = when or owner.when
    elif not step.choices:
        step.text = f"{step.text}\n{line}".lstrip("\n")
    elif line.startswith(">"):
        choice = step.choices[-1]
        choice.reply = f"{choice.reply}\n{line[1:].strip()}".strip()
    else:
        choice = step.choices[-1]
        choice.why = f"{choice.why}\n{line}".strip()


def _structure(steps: list[Step]) -> list[Finding]:
    """Find what keeps a learner from reaching an end."""
    problems = [problem for step in steps for problem in _of_step(step, steps)]
    if problems:
        return problems
    problems += _loops(steps)
    reached = _reached(steps)
    problems += [
        _problem(step.line, "unreachable", _("nothing leads to `{}`").format(step.name),
                 _("Let a choice lead there, or delete it."))
        for step in steps if step.name not in reached
    ]  # fmt: skip
    if sum(step.ending for step in steps) < 2:
        problems.append(
            _problem(steps[0].line, "one-ending", _("there are fewer than two endings"),
                     _("Add a step such as `== lost (end) Nobody said no`."))
        )  # fmt: skip
    return problems


def _of_step(step: Step, steps: list[Step]) -> Iterator[Finding]:
    names = {other.name for other in steps}
    if not step.text.strip():
        yield _problem(step.line, "no-text", _("the step `{}` says nothing").format(step.name),
                       _("Write what the customer says."))  # fmt: skip
    if step.ending and step.choices:
        yield _problem(step.choices[0].line, "after-end",
                       _("the ending `{}` has choices").format(step.name),
                       _("Remove them, or remove `(end)`."))  # fmt: skip
    if step.ending and not step.title:
        yield _problem(step.line, "no-title", _("the ending `{}` has no title").format(step.name),
                       _("Write `== {} (end) What happened`.").format(step.name))  # fmt: skip
    if not step.ending and not step.choices:
        yield _problem(step.line, "dead-end", _("`{}` is a dead end").format(step.name),
                       _("Give it choices, or mark it `(end)`."))  # fmt: skip
    if len(step.choices) == 1:
        yield _problem(step.choices[0].line, "no-choice",
                       _("`{}` leaves one choice").format(step.name),
                       _("Add another thing to say."))  # fmt: skip
    for choice in step.choices:
        if choice.to not in names:
            yield _problem(choice.line, "no-target",
                           _("there is no step `{}`").format(choice.to),
                           _("Lead to one of: {}.").format(", ".join(sorted(names))))  # fmt: skip
        if not choice.why:
            yield _problem(choice.line, "no-reason", _("this choice has no reason"),
                           _("Say below it why it was good or bad."))  # fmt: skip


def _loops(steps: list[Step]) -> list[Finding]:
    """Find choices that lead back: walk depth first, with a stack of our own."""
    by_name = {step.name: step for step in steps}
    state: dict[str, int] = {}
    found = []
    for first in steps:
        stack = [(first, iter(first.choices))] if first.name not in state else []
        state.setdefault(first.name, 1)
        while stack:
            step, choices = stack[-1]
            choice = next(choices, None)
            if choice is None:
                state[step.name] = 2
                stack.pop()
            elif state.get(choice.to) == 1:
                found.append(
                    _problem(choice.line, "loop",
                             _("this choice leads back to `{}`").format(choice.to),
                             _("Lead on to a later step, so that every talk ends."))
                )  # fmt: skip
            elif choice.to not in state:
                state[choice.to] = 1
                stack.append((by_name[choice.to], iter(by_name[choice.to].choices)))
    return found


def _reached(steps: list[Step]) -> set[str]:
    by_name = {step.name: step for step in steps}
    reached, waiting = set(), [steps[0].name]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += [choice.to for choice in by_name[name].choices]
    return reached


def _ways(steps: list[Step]) -> tuple[set[int], int]:
    """Return the lengths of all ways through, and the most that can be earned."""
    by_name = {step.name: step for step in steps}
    known: dict[str, tuple[set[int], int]] = {}
    waiting = [steps[0].name]
    while waiting:
        step = by_name[waiting[-1]]
        missing = [choice.to for choice in step.choices if choice.to not in known]
        if missing:
            waiting += missing
            continue
        waiting.pop()
        lengths = {n + 1 for c in step.choices for n in known[c.to][0]} or {0}
        best = max((c.points + known[c.to][1] for c in step.choices), default=0)
        known[step.name] = (lengths, best)
    return known[steps[0].name]


def _shape(steps: list[Step], lengths: set[int], best: int) -> list[Finding]:
    problems = []
    if best <= 0:
        problems.append(
            _problem(steps[0].line, "no-points", _("no way through earns a point"),
                     _("Write what good choices earn, as in `[+2]`."))
        )  # fmt: skip
    if max(lengths) > TURNS[1] or max(lengths) < TURNS[0]:
        problems.append(
            _problem(steps[0].line, "turns",
                     _("the longest talk has {} turns").format(max(lengths)),
                     _("A talk of four to eight turns can be learned from."), True)
        )  # fmt: skip
    return problems
