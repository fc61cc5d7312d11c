"""Questions in Moodle's own XML."""

import re
from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from salescourse.teach.export.asked import Answer, Asked
from salescourse.teach.export.gift import percent

ENDING = ".xml"
# No XML can hold these.
_NO_SIGNS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TYPES = {"choice": "multichoice", "match": "matching", "numeric": "numerical",
          "text": "shortanswer", "order": "ordering", "reflect": "essay"}  # fmt: skip
# These are told whether they were right as a whole; the others by their answers.
_COMBINED = ("choice", "match", "order")
# As Moodle calls them: an optional unit in a field of its own, or none.
_UNIT_OPTIONAL, _UNIT_NONE = "0", "3"


def write(questions: Iterable[Asked]) -> str:
    """Return questions as Moodle XML, each below the category it lies in."""
    quiz, last = Element("quiz"), None
    for question in questions:
        if question.category != last:
            last = question.category
            place = SubElement(quiz, "question", type="category")
            path = "/".join(["$course$", "top", "Sales course", *last])
            _text(SubElement(place, "category"), path)
        _question(quiz, question)
    ElementTree.indent(quiz)
    made = ElementTree.tostring(quiz, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{made}\n'


def _question(quiz: Element, asked: Asked) -> None:
    made = SubElement(quiz, "question", type=_TYPES[asked.kind])
    _text(SubElement(made, "name"), asked.name)
    _html(made, "questiontext", asked.stem)
    _html(made, "generalfeedback", asked.always)
    for name, value in (("defaultgrade", asked.points), ("penalty", 0.3333333),
                        ("hidden", 0), ("idnumber", asked.name)):  # fmt: skip
        SubElement(made, name).text = str(value)
    _BODIES[asked.kind](made, asked)
    if asked.kind in _COMBINED:
        _html(made, "correctfeedback", asked.right)
        _html(made, "partiallycorrectfeedback", asked.wrong)
        _html(made, "incorrectfeedback", asked.wrong)
    for hint in asked.hints:
        _html(made, "hint", hint)


def _choice(made: Element, asked: Asked) -> None:
    SubElement(made, "single").text = str(not asked.many).lower()
    SubElement(made, "shuffleanswers").text = str(asked.shuffle).lower()
    SubElement(made, "answernumbering").text = "none"
    for answer in asked.answers:
        _answer(made, answer)


def _match(made: Element, asked: Asked) -> None:
    SubElement(made, "shuffleanswers").text = "true"
    for left, right in asked.pairs:
        row = SubElement(made, "subquestion", format="html")
        _text(row, left)
        _text(SubElement(row, "answer"), right)


def _numeric(made: Element, asked: Asked) -> None:
    for answer in asked.answers:
        row = _answer(made, answer, "moodle_auto_format")
        SubElement(row, "tolerance").text = f"{answer.tolerance:.12f}".rstrip("0") + "0"
    if asked.wrong:
        _answer(made, Answer("*", 0.0, asked.wrong), "moodle_auto_format")
    if asked.unit:
        unit = SubElement(SubElement(made, "units"), "unit")
        SubElement(unit, "multiplier").text = "1"
        SubElement(unit, "unit_name").text = _clean(asked.unit)
    SubElement(made, "unitgradingtype").text = "0"
    SubElement(made, "showunits").text = _UNIT_OPTIONAL if asked.unit else _UNIT_NONE


def _words(made: Element, asked: Asked) -> None:
    SubElement(made, "usecase").text = "0"
    for answer in asked.answers:
        # A star stands for any letters there.
        text = answer.text.replace("*", r"\*")
        _answer(made, Answer(text, answer.share, answer.says), "moodle_auto_format")
    if asked.wrong:
        _answer(made, Answer("*", 0.0, asked.wrong), "moodle_auto_format")


def _order(made: Element, asked: Asked) -> None:
    for name, value in (("layouttype", "VERTICAL"), ("selecttype", "ALL"),
                        ("selectcount", str(len(asked.answers))),
                        ("gradingtype", "RELATIVE_ALL_PREVIOUS_AND_NEXT"),
                        ("showgrading", "SHOW"), ("numberingstyle", "none")):  # fmt: skip
        SubElement(made, name).text = value
    for place, answer in enumerate(asked.answers, start=1):
        row = SubElement(made, "answer", fraction=f"{place}.0000000", format="html")
        _text(row, answer.text)


def _essay(made: Element, asked: Asked) -> None:
    SubElement(made, "responseformat").text = "editor"
    SubElement(made, "responserequired").text = "1"
    _html(made, "graderinfo", asked.answers[0].text)


_BODIES = {"choice": _choice, "match": _match, "numeric": _numeric, "text": _words,
           "order": _order, "reflect": _essay}  # fmt: skip


def _answer(made: Element, answer: Answer, form: str = "html") -> Element:
    row = SubElement(made, "answer", fraction=percent(answer.share), format=form)
    _text(row, answer.text)
    _html(row, "feedback", answer.says)
    return row


def _html(made: Element, name: str, text: str) -> None:
    _text(SubElement(made, name, format="html"), text)


def _text(made: Element, text: str) -> None:
    SubElement(made, "text").text = _clean(text)


def _clean(text: str) -> str:
    return _NO_SIGNS.sub("", text)
