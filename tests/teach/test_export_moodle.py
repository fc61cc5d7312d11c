"""Moodle XML, held to programs that are not ours; none is known that reads all types.

What is proved, and by whom:

`moodlexml-to-json` (npm, MIT) reads the whole bank, question by question: categories;
names, stems and points of all types but ordering; options with their shares; pairs;
right numbers; what may be typed. It knows no ordering, and does not give back
tolerances, units, hints, what is said to an answer, or notes for who marks an essay.

`moodle-tools` (PyPI, Apache 2.0, of a group at TU Berlin) writes files for Moodle. It is
given the same questions: what it writes stands in our file at the same places, with the
same values. So tolerances, steps of an ordering, what is said to an answer and notes for who
marks an essay are held to a second writer, not to a reader. It marks one option as the
only right one, and has no units and no hints. Settings of an ordering it writes as
numbers that Moodle does not know, and warns of it; ours are held to the words that
Moodle's importer knows, as they stand in its source.

`moodle-xml-parser` (PyPI), in `test_export.py`, reads choices and what is said of them.

Units and hints are held by `test_export.py` to the paths that Moodle's importer looks
for, and to nothing that is not ours. None of this is an import into Moodle.
"""

import json
from collections import Counter
from contextlib import suppress
from html import escape
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import node
import pytest
from jinja2 import Environment, PackageLoader
from loguru import logger
from moodle_tools.questions import create_question

from salescourse.practice import markup
from salescourse.practice.questions.bank import answer_key, read_bank
from salescourse.practice.questions.folding import fold
from salescourse.practice.questions.item import Item
from salescourse.practice.questions.variants import expand
from salescourse.teach.export import export

ROOT = Path(__file__).resolve().parents[2]
BANKS = sorted((ROOT / "data" / "questions").glob("*.yml"))
# Each question by its name, as the bank has it.
BANK: dict[str, Item] = {
    f"{item.id} {number}" if len(expand(item)) > 1 else item.id: variant
    for path in BANKS
    for item in read_bank(path).items
    for number, variant in enumerate(expand(item), start=1)
    if item.type not in ("scenario", "code")
}
TYPES = {"choice": "multichoice", "match": "matching", "numeric": "numerical",
         "text": "shortanswer", "order": "ordering", "reflect": "essay"}  # fmt: skip
READ = """
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
const read = createRequire(process.argv[2])("moodlexml-to-json");
read(readFileSync(process.argv[3], "utf8"), (read, error) => {
  if (error) throw error;
  console.log(JSON.stringify(read.questions));
});
"""
# Settings of an ordering, in words that `set_options_for_import` of Moodle's
# qtype_ordering knows; any other word becomes a setting that nobody asked for.
ORDERING = {"layouttype": "VERTICAL", "selecttype": "ALL", "showgrading": "SHOW",
            "gradingtype": "RELATIVE_ALL_PREVIOUS_AND_NEXT", "numberingstyle": "none"}  # fmt: skip
# What one of the two writers does not say, or says otherwise: theirs has no id, no
# penalty, no hints and no units; ours leaves to Moodle what it takes for granted.
APART = {
    "idnumber", "penalty", "hint/text", "units/unit/multiplier", "units/unit/unit_name",
    "showstandardinstruction", "unitpenalty", "unitsleft", "responsefieldlines",
    "attachments", "attachmentsrequired", "maxbytes",
}  # fmt: skip


@pytest.fixture(scope="module")
def xml() -> str:
    return export(BANKS, "moodle").text


@pytest.fixture(scope="module")
def found(xml, tmp_path_factory) -> list[dict]:
    """Return what moodlexml-to-json finds."""
    return node.read_back(READ, xml, tmp_path_factory.mktemp("moodle"))


def of_type(found: list[dict], kind: str) -> list[tuple[dict, Item]]:
    """Return the questions of a type, each beside the bank's."""
    pairs = [(q, BANK[q["name"]]) for q in found if q["type"] == TYPES[kind]]
    assert len(pairs) == sum(item.type == kind for item in BANK.values()) > 0
    return pairs


def html(text: str) -> str:
    return markup.render(text, tex=True).replace("\n", "") if text else ""


def line(text: str) -> str:
    return markup.render_inline(text, tex=True).replace("\n", "")


def as_read(text: str) -> object:
    """Return words as the reader does, which takes a number for a number."""
    with suppress(ValueError):
        return json.loads(text)
    return text


def test_a_reader_finds_every_question_in_its_category(found):
    read, place = {}, ""
    for each in found:
        if each["type"] == "category":
            place = each["category"].removeprefix("$course$/top/Sales course/")
        else:
            read[each["name"]] = place
    wanted = {
        name: item.chapter if name == item.id else f"{item.chapter}/{item.id}"
        for name, item in BANK.items()
        if item.type != "order"
    }
    assert read == wanted
    for each in (each for each in found if each["type"] != "category"):
        item = BANK[each["name"]]
        assert each["type"] == TYPES[item.type]
        assert each["questiontext"] == html(item.stem)
        assert each["generalfeedback"].replace("\n", "") == html(item.explanation)
        assert each["defaultgrade"] == item.points


def test_it_reads_options_and_their_shares(found):
    for each, item in of_type(found, "choice"):
        key = answer_key(item)
        assert each["correctAnswer"] == sorted(key["right"])
        assert each["single"] == (not key["many"])
        assert [a["text"] for a in each["answers"]] == [
            line(option["text"]) for option in item.body["options"]
        ]
        scores = [a["score"] for a in each["answers"]]
        assert sum(s for s in scores if s > 0) == pytest.approx(100, abs=1e-4)
        assert each["correctfeedback"].replace("\n", "") == html(item.feedback)
        assert each["incorrectfeedback"].replace("\n", "") == html(item.otherwise)


def test_it_reads_pairs(found):
    for each, item in of_type(found, "match"):
        wanted = [
            [as_read(line(p["left"])), as_read(markup.plain(p["right"]))]
            for p in item.body["pairs"]
        ]
        read = [[row["text"], row["answer"]] for row in each["answers"]]
        assert read[: len(wanted)] == wanted
        extras = [as_read(markup.plain(extra)) for extra in item.body.get("extras", [])]
        assert read[len(wanted) :] == [[[""], extra] for extra in extras]


def test_it_reads_numbers(found):
    for each, item in of_type(found, "numeric"):
        key = answer_key(item)
        middle = (key["low"] + key["high"]) / 2
        wanted = [100 * middle, middle] if key["unit"] == "percent" else [middle]
        assert each["answers"] == pytest.approx(wanted, rel=1e-10)


def test_it_reads_what_may_be_typed(found):
    for each, item in of_type(found, "text"):
        scores = {str(a["text"]): a["score"] for a in each["answers"]}
        assert all(scores[form] == 100 for form in item.body["accept"])
        wrong = [f for m in item.body["misconceptions"] for f in m.get("accept", [])]
        assert wrong
        assert all(scores[form] == 0 for form in wrong)


# The second writer --------------------------------------------------------------------


def full(text: str) -> str:
    return markup.render(text, tex=True) if text else ""


def inline(text: str) -> str:
    return markup.render_inline(text, tex=True)


def combined(item: Item, partial: str = "partial_feedback") -> dict:
    names = ("correct_feedback", partial, "incorrect_feedback")
    words = (item.feedback, item.otherwise, item.otherwise)
    return {name: full(said) for name, said in zip(names, words, strict=True)}


def choice(item: Item) -> dict:
    key = answer_key(item)
    part = 100 / len(key["right"])
    answers = [
        {
            "answer": inline(option["text"]), "feedback": inline(option["feedback"]),
            "points": part if at in key["right"] else -part if key["many"] else 0,
        }
        for at, option in enumerate(item.body["options"])
    ]  # fmt: skip
    fixed = any(option.get("fixed") for option in item.body["options"])
    shuffle = item.body.get("shuffle", True) and not fixed
    said = combined(item, "partially_correct_feedback")
    return {"answers": answers, "shuffle_answers": shuffle, **said}


def match(item: Item) -> dict:
    rows = [(inline(p["left"]), markup.plain(p["right"])) for p in item.body["pairs"]]
    rows += [("", markup.plain(extra)) for extra in item.body.get("extras", [])]
    # It takes XML there, not words.
    options = [{"question": escape(a), "answer": escape(b)} for a, b in rows]
    return {"options": options, "shuffle_answers": "shuffle", **combined(item)}


def numeric(item: Item) -> dict:
    key = answer_key(item)
    entries = item.body.get("misconceptions", [])
    said = [(key, item.feedback, 100)]
    said += [(at, e["says"], 0) for at, e in zip(key["near"], entries, strict=True)]
    answers = [
        {
            "answer": scale * (at["low"] + at["high"]) / 2, "points": points,
            "tolerance": scale * (at["high"] - at["low"]) / 2, "feedback": full(words),
        }
        for at, words, points in said
        for scale in ((100, 1) if key["unit"] == "percent" else (1,))
    ]  # fmt: skip
    return {"answers": answers + anything_else(item)}


def anything_else(item: Item) -> list[dict]:
    said = {"answer": "*", "points": 0, "feedback": full(item.otherwise)}
    return [said] if item.otherwise else []


def text(item: Item) -> dict:
    said = [(item.body["accept"], item.feedback, 100)]
    for entry in item.body.get("misconceptions", []):
        said.append((entry.get("accept", []), entry["says"], 0))
    answers = [
        {"answer": form, "points": points, "feedback": full(words)}
        for forms, words, points in said
        for form in dict.fromkeys(f for one in forms for f in (one, fold(one)))
    ]
    answers += anything_else(item)
    return {"answers": answers, "answer_case_sensitive": False}


def order(item: Item) -> dict:
    # It takes Markdown there, whatever else it is told.
    steps = [inline(step["text"]).replace("\\", "\\\\") for step in item.body["steps"]]
    return {"answers": steps, "subset_size": len(steps), **combined(item)}


def reflect(item: Item) -> dict:
    return {
        "response_format": "editor", "text_response": {"required": True},
        "grader_info": full(item.body["sample"]),
    }  # fmt: skip


PEER = {
    "choice": ("multiple_choice", choice), "match": ("matching", match),
    "numeric": ("numerical", numeric), "order": ("ordering", order),
    "reflect": ("essay", reflect), "text": ("shortanswer", text),
}  # fmt: skip


def theirs(name: str, item: Item) -> Element:
    """Return a question as moodle-tools writes it from the bank."""
    called, body = PEER[item.type]
    made = create_question(
        called, title=name, question=full(item.stem), grade=item.points,
        general_feedback=full(item.explanation), markdown=False, table_styling=False,
        **body(item),
    )  # fmt: skip
    pages = Environment(loader=PackageLoader("moodle_tools.questions"))
    return ElementTree.fromstring(made.to_xml(pages).strip())


def leaves(element: Element, path: str = "") -> dict[tuple, str | float]:
    """Return what a question says, each by its path and its place among its kind."""
    said, seen = {}, Counter()
    for child in element:
        at = (f"{path}{child.tag}", seen[child.tag])
        seen[child.tag] += 1
        if "fraction" in child.attrib:
            said[(*at, "fraction")] = value(child.get("fraction"))
        inner = leaves(child, f"{path}{child.tag}/")
        said |= {(*at, *place): words for place, words in inner.items()}
        if not len(child):
            said[at] = value(child.text)
    return {place: words for place, words in said.items() if words not in ("", 0)}


def value(text: str | None) -> str | float:
    """Return a number, a yes or no as 1 or 0, and words without their paragraph."""
    words = " ".join((text or "").split())
    words = {"true": "1", "false": "0"}.get(words, words)
    try:
        return float(words)
    except ValueError:
        return words.removeprefix("<p>").removesuffix("</p>")


def path(place: tuple) -> str:
    """Return the innermost path of a leaf's place; of a share it is `fraction`."""
    return next(part for part in reversed(place) if isinstance(part, str))


def apart(item: Item) -> set[str]:
    """Return the paths at which the two writers may differ for an item."""
    if item.type == "order":
        return {*APART, *ORDERING}
    if item.type == "choice" and answer_key(item)["many"]:
        return {*APART, "single"}  # theirs knows one right option
    if item.type == "numeric" and answer_key(item)["unit"]:
        return {*APART, "showunits"}
    return APART


@pytest.mark.parametrize("kind", PEER)
def test_a_second_writer_puts_the_same_at_the_same_places(kind, xml):
    quiz = ElementTree.fromstring(xml)
    ours = {each.findtext("name/text"): each for each in quiz.iter("question")}
    logger.remove()  # of the settings of an ordering it warns each time
    names = [name for name, item in BANK.items() if item.type == kind]
    assert names
    for name in names:
        here, there = leaves(ours[name]), leaves(theirs(name, BANK[name]))
        for place in here.keys() | there.keys():
            if path(place) not in apart(BANK[name]):
                wanted = there.get(place)
                near = isinstance(wanted, float)
                assert here.get(place) == (
                    pytest.approx(wanted, rel=1e-5) if near else wanted
                ), (name, place)


def test_settings_of_an_ordering_are_words_that_moodle_knows(xml):
    orderings = ElementTree.fromstring(xml).findall("question[@type='ordering']")
    assert len(orderings) == sum(item.type == "order" for item in BANK.values())
    for each in orderings:
        assert {name: each.findtext(name) for name in ORDERING} == ORDERING
        assert int(each.findtext("selectcount")) == len(each.findall("answer"))
