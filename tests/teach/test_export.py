"""The bank for an LMS, read back by programs that are not ours."""

import math
import re
from collections import Counter
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import moodle_xml_parser.parser as not_ours
import node
import pytest

from salescourse.practice import markup
from salescourse.practice.questions.bank import answer_key, read_bank
from salescourse.practice.questions.variants import expand
from salescourse.teach import cli
from salescourse.teach.export import export
from salescourse.teach.export.asked import number

ROOT = Path(__file__).resolve().parents[2]
BANKS = sorted((ROOT / "data" / "questions").glob("*.yml"))
ITEMS = {item.id: item for path in BANKS for item in read_bank(path).items}
# question/engine/bank.php of Moodle: p/q up to sixths, tenths, 1/7 to 1/9, and 1/20.
FRACTIONS = sorted(
    {Fraction(p, q) for q in range(1, 7) for p in range(q + 1)}
    | {Fraction(p, 10) for p in range(11)}
    | {Fraction(1, q) for q in (7, 8, 9, 20)}
)
PARSE = """
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
const parse = createRequire(process.argv[2])("gift-pegjs").parse;
console.log(JSON.stringify(parse(readFileSync(process.argv[3], "utf8"))));
"""
SMALL = r"""
chapter: small
objectives: [{id: sell, text: sell}]
items:
  - id: small-two
    type: choice
    objective: sell
    level: apply
    points: 2
    stem: "Which {two} = right ~ #1: of $a_{1}=b$?"
    select: many
    options:
      - {text: "One: 50 % -> more", correct: true, feedback: "Yes = right."}
      - {text: Two, feedback: No.}
      - {text: Three, correct: true, feedback: "Yes, \\ too."}
    feedback: Well.
    otherwise: Look again.
    explanation: It is so.
  - id: small-number
    type: numeric
    objective: sell
    level: apply
    stem: "Half of {{people}} people, in percent of eight?"
    variants: {people: [2, 4]}
    answer: people / 16
    unit: percent
    tolerance: 0.01
    misconceptions: [{name: whole, value: people / 8, says: That is all.}]
    feedback: Half.
    otherwise: Divide.
    explanation: It is so.
"""


@pytest.fixture(scope="module")
def gift(tmp_path_factory) -> list[dict]:
    return _parsed(export(BANKS, "gift").text, tmp_path_factory.mktemp("gift"))


@pytest.fixture(scope="module")
def xml() -> str:
    return export(BANKS, "moodle").text


@pytest.fixture
def small(tmp_path) -> Path:
    path = tmp_path / "small.yml"
    path.write_text(SMALL, "utf-8")
    return path


def _parsed(text: str, folder: Path) -> list[dict]:
    return node.read_back(PARSE, text, folder)


def _words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_gift_pegjs_finds_every_question_in_its_category(gift):
    questions = [each for each in gift if each["type"] != "Category"]
    wanted = [
        f"{item.id} {n}" if len(expand(item)) > 1 else item.id
        for item in ITEMS.values()
        if item.type not in ("scenario", "code")
        for n, _ in enumerate(expand(item), start=1)
    ]
    assert [each["title"] for each in questions] == wanted
    kinds = {"choice": "MC", "match": "Matching", "order": "Matching",
             "numeric": "Numerical", "text": "Short", "reflect": "Essay"}  # fmt: skip
    for each in questions:
        assert each["type"] == kinds[ITEMS[each["title"].split()[0]].type]
    places = [each["title"] for each in gift if each["type"] == "Category"]
    assert "$course$/top/Sales course/map" in places
    assert "$course$/top/Sales course/map/map-average" in places


def test_gift_pegjs_reads_the_options_as_the_bank_has_them(gift):
    seen = 0
    for each in (each for each in gift if each["type"] == "MC"):
        item = ITEMS[each["title"]]
        rights = answer_key(item)["right"]
        many = answer_key(item)["many"]
        for at, (option, choice) in enumerate(
            zip(item.body["options"], each["choices"], strict=True)
        ):
            html = markup.render_inline(option["text"], tex=True)
            assert choice["text"]["text"] == html
            says = markup.render_inline(option["feedback"], tex=True)
            assert choice["feedback"]["text"] == says
            if many:
                share = 100 / len(rights) * (1 if at in rights else -1)
                assert choice["weight"] == pytest.approx(share, abs=1e-5)
                assert not choice["isCorrect"]
            else:
                assert choice["isCorrect"] == (at in rights)
            seen += 1
    assert seen > 150


def test_gift_pegjs_reads_numbers_pairs_and_forms(gift):
    by_name = {each["title"]: each for each in gift}
    # Eight deals of which each of eight signs with 0.8: 0.8 ** 8.
    item = ITEMS["decisions-signatures"]
    at = [v.values for v in expand(item)].index({"people": 8, "agree": 0.8})
    first, second = by_name[f"decisions-signatures {at + 1}"]["choices"][:2]
    assert first["text"]["number"] == pytest.approx(16.777216)
    assert first["text"]["range"] == pytest.approx(0.5)
    assert second["text"]["number"] == pytest.approx(0.16777216)
    pairs = by_name["map-match"]["matchPairs"]
    assert len(pairs) == 6
    assert pairs[1]["subquestion"]["text"] == "The hospital signs."
    assert pairs[1]["subanswer"] == "an outcome"
    steps = by_name[next(i for i, item in ITEMS.items() if item.type == "order")]
    assert [p["subquestion"]["text"] for p in steps["matchPairs"]][:2] == ["1.", "2."]
    forms = by_name["comparison-cause"]["choices"]
    right = [c["text"]["text"] for c in forms if c["weight"] is None]
    assert {"mix", "mix effect", "composition"} <= set(right)
    assert all(c["weight"] == 0 for c in forms if c["text"]["text"] not in right)


def test_signs_of_gift_in_a_question_come_back_as_they_are(small, tmp_path):
    two = next(q for q in _parsed(export([small], "gift").text, tmp_path)
               if q.get("title") == "small-two")  # fmt: skip
    stem = two["stem"]["text"]
    assert stem == r"<p>Which {two} = right ~ #1: of \(a_{1}=b\)?</p>"
    first, _two, third = two["choices"]
    assert _words(first["text"]["text"]) == "One: 50\u00a0% -&gt; more".replace(
        "\u00a0", " "
    )
    assert (first["weight"], third["weight"]) == (50, 50)
    assert third["feedback"]["text"] == "Yes, \\ too."
    assert two["globalFeedback"]["text"] == "<p>Well.</p>\n<p>It is so.</p>"


def test_a_reader_of_moodle_xml_finds_the_choices(xml):
    found = not_ours.parse_string(xml.partition("?>")[2])["multichoice"]
    wanted = [item for item in ITEMS.values() if item.type == "choice"]
    assert [each.name for each in found] == [item.id for item in wanted]
    for each, item in zip(found, wanted, strict=True):
        key = answer_key(item)
        assert each.single == (not key["many"])
        assert each.default_grade == item.points
        assert _words(each.correct_feedback) == _words(
            _unescaped(markup.render(item.feedback, tex=True)) if item.feedback else ""
        )
        for at, (option, theirs) in enumerate(
            zip(item.body["options"], each.options, strict=True)
        ):
            html = markup.render_inline(option["text"], tex=True)
            assert theirs.answer == _unescaped(html)
            says = markup.render_inline(option["feedback"], tex=True)
            assert theirs.feedback == _unescaped(says)
            assert (theirs.score_fraction > 0) == (at in key["right"])
        right = sum(o.score_fraction for o in each.options if o.score_fraction > 0)
        assert right == pytest.approx(100, abs=1e-4)


def _unescaped(html: str) -> str:
    from html import unescape

    return unescape(html)


def test_fractions_are_ones_that_moodle_knows(xml):
    shares = {
        abs(float(answer.get("fraction"))) / 100
        for question in ElementTree.fromstring(xml).iter("question")
        if question.get("type") != "ordering"
        for answer in question.iter("answer")
        if answer.get("fraction")
    }
    assert len(shares) > 3
    for share in shares:
        assert min(abs(share - known) for known in FRACTIONS) < 1e-6


def test_moodle_xml_has_what_its_importer_asks_of_each_type(xml):
    """Paths that `question/format/xml/format.php` and `qtype_ordering` look for."""
    needed = {
        "multichoice": ("single", "shuffleanswers", "answer/text", "answer/feedback/text"),
        "matching": ("subquestion/text", "subquestion/answer/text"),
        "numerical": ("answer/text", "answer/tolerance", "unitgradingtype", "showunits"),
        "shortanswer": ("usecase", "answer/text"),
        "ordering": ("layouttype", "selecttype", "selectcount", "gradingtype",
                     "answer/text"),
        "essay": ("responseformat", "graderinfo/text"),
        "category": ("category/text",),
    }  # fmt: skip
    kinds = Counter()
    names = Counter()
    for question in ElementTree.fromstring(xml):
        kind = question.get("type")
        kinds[kind] += 1
        for path in needed[kind]:
            assert question.find(path) is not None, (kind, path)
        if kind != "category":
            names[question.findtext("idnumber")] += 1
            assert question.findtext("questiontext/text")
            assert question.find("questiontext").get("format") == "html"
    assert set(kinds) == set(needed)
    assert set(names.values()) == {1}


def test_moodle_numbers_have_a_tolerance_and_a_unit(small):
    """2/16 = 12.5 % and 4/16 = 25 %, within one point; 25 and 50 % are the mistake."""
    made = export([small], "moodle")
    assert (made.questions, made.items, made.left_out) == (3, 2, [])
    first, second = ElementTree.fromstring(made.text).findall(
        "question[@type='numerical']"
    )
    rows = {
        frozenset(
            (
                float(a.findtext("text")),
                float(a.findtext("tolerance")),
                a.get("fraction"),
            )
            for a in each.findall("answer")
            if a.findtext("text") != "*"
        )
        for each in (first, second)
    }
    # A mistake's tolerance is 0.5 % of it if the bank says nothing.
    assert rows == {
        frozenset({(12.5, 1.0, "100"), (0.125, 0.01, "100"),
                   (25.0, 0.125, "0"), (0.25, 0.00125, "0")}),
        frozenset({(25.0, 1.0, "100"), (0.25, 0.01, "100"),
                   (50.0, 0.25, "0"), (0.5, 0.0025, "0")}),
    }  # fmt: skip
    assert first.findtext("units/unit/unit_name") == "%"
    star = next(a for a in first.findall("answer") if a.findtext("text") == "*")
    assert star.findtext("feedback/text") == "<p>Divide.</p>"


def test_pictures_are_inside(tmp_path, small):
    picture = b"\x89PNG\r\n\x1a\n" + b"0" * 20
    (tmp_path / "a.png").write_bytes(picture)
    text = SMALL.replace("feedback: Well.", 'feedback: "![A dot.](a.png)"')
    small.write_text(text, "utf-8")
    for form in ("gift", "moodle"):
        assert "data:image/png;base64," in export([small], form).text.replace(
            "\\:", ":"
        )


def test_what_is_left_out_is_listed(tmp_path, capsys):
    out = tmp_path / "bank.gift"
    bank = ROOT / "data" / "questions" / "map.yml"
    words = ["questions", "export", "--format", "gift", "--out", str(out), str(bank)]
    assert cli.main(words) == 0
    said = capsys.readouterr().out
    assert "Left out of map-talk: a conversation that branches" in said
    assert "Left out of map-order: the words for each step" in said
    left = sum(i.type in ("scenario", "code", "order") for i in read_bank(bank).items)
    assert said.count("Left out of") == left
    assert f"Written: {out}, " in said
    assert out.read_text("utf-8").startswith("$CATEGORY")


@pytest.mark.parametrize("value", [0.1, 1e-9, 1e15, 123456.789, -2.5, 0.0])
def test_a_number_has_no_exponent_and_keeps_its_digits(value):
    written = number(value)
    assert "e" not in written
    assert math.isclose(float(written), value, rel_tol=1e-11, abs_tol=1e-12)
