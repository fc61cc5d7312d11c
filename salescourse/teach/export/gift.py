"""Questions in GIFT, the text that Moodle and many others read."""

import re
from collections.abc import Iterable, Iterator

from salescourse.teach.export.asked import Answer, Asked

ENDING = ".gift"
_SIGNS = re.compile(r"[\\~=#{}:]")


def write(questions: Iterable[Asked]) -> str:
    """Return questions as GIFT, each below the category it lies in."""
    lines, last = [], None
    for question in questions:
        if question.category != last:
            last = question.category
            place = "/".join(["$course$", "top", "Sales course", *last])
            lines.append(f"$CATEGORY: {place}\n")
        lines.append(f"::{escaped(question.name)}::[html]{escaped(question.stem)} {{"
                     f"{_body(question)}{_after(question)}}}\n")  # fmt: skip
    return "\n".join(lines)


def escaped(text: str) -> str:
    r"""Write text so that no sign of it is one of GIFT's.

    Examples
    --------
    >>> print(escaped(r"\(a=1\): {x}"))
    \\(a\=1\\)\: \{x\}
    """
    return _SIGNS.sub(lambda sign: f"\\{sign[0]}", text).replace("\n", "\\n")


def _body(question: Asked) -> str:
    if question.kind == "reflect":
        return ""
    if question.pairs:
        rows = [f"={escaped(left)} -> {escaped(right.replace('->', '→'))}"
                for left, right in question.pairs]  # fmt: skip
    elif question.kind == "numeric":
        rows = ["#", *(_number(answer) for answer in question.answers)]
    elif question.kind == "text":
        rows = [f"{_worth(answer)}{_said(answer)}" for answer in question.answers]
    else:
        rows = list(_options(question))
    return "\n  " + "\n  ".join(rows) + "\n"


def _options(question: Asked) -> Iterator[str]:
    for answer in question.answers:
        if question.many:
            yield f"~%{percent(answer.share)}%{_said(answer)}"
        else:
            yield f"{'=' if answer.share == 1 else '~'}{_said(answer)}"


def _number(answer: Answer) -> str:
    tolerance = f":{answer.tolerance:.12f}".rstrip("0").rstrip(".")
    return f"{_worth(answer)}{answer.text}{tolerance}{_words(answer)}"


def _worth(answer: Answer) -> str:
    return "=" if answer.share == 1 else "=%0%"


def _said(answer: Answer) -> str:
    return escaped(answer.text) + _words(answer)


def _words(answer: Answer) -> str:
    return f" #{escaped(answer.says)}" if answer.says else ""


def percent(share: float) -> str:
    """Write a share as Moodle's list of them does.

    Examples
    --------
    >>> percent(1 / 3), percent(-1 / 2), percent(1 / 7)
    ('33.33333', '-50', '14.28571')
    """
    return f"{100 * share:.5f}".rstrip("0").rstrip(".")


def _after(question: Asked) -> str:
    """Return what is said in the end; GIFT has one place for it."""
    sample = [answer.text for answer in question.answers if question.kind == "reflect"]
    said = [question.right] if question.kind in ("choice", "match", "order") else []
    words = "\n".join(filter(None, [*said, *sample, question.always]))
    return f"####{escaped(words)}" if words else ""
