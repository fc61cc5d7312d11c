"""Banks with one mistake each, the mistakes that people and machines make."""

import copy
import random
from dataclasses import dataclass
from pathlib import Path

import yaml

GOOD = (Path(__file__).parent / "banks" / "practice.yml").read_text(encoding="utf-8")
_CONTENT_OF_GOOD = yaml.safe_load(GOOD)


@dataclass(frozen=True)
class Broken:
    """A bank that is wrong, what was done to it, and in which item (if in one)."""

    content: bytes
    done: str
    item: str | None


class _Dumper(yaml.SafeDumper):
    """Write a text of several lines as people do, below a `|`."""


def _write_text(dumper, text):
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _write_text)


def broken_banks(count: int, seed: int) -> list[Broken]:
    """Make banks with one mistake each."""
    rng = random.Random(seed)
    makers = [*_TEXT, *_CONTENT, *_CONTENT, *_CONTENT]
    made = []
    while len(made) < count:
        maker = rng.choice(makers)
        made.append(_in_text(maker, rng) if maker in _TEXT else _in_content(maker, rng))
    return made


def noisy_banks(count: int, seed: int) -> list[bytes]:
    """Make banks whose text was damaged anywhere; some are still good."""
    rng = random.Random(seed)
    signs = "\t :-{}[]&*!|>'\"%@`#,\n\x00é\ud7ff0"
    made = []
    for _ in range(count):
        text = list(GOOD)
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(len(text))
            text[at] = rng.choice(["", rng.choice(signs), text[at] + rng.choice(signs)])
        made.append("".join(text).encode("utf-8", "surrogatepass"))
    return made


def _in_text(maker, rng: random.Random) -> Broken:
    lines = GOOD.splitlines()
    at = rng.choice([n for n, line in enumerate(lines) if line.startswith("    stem:")])
    return Broken(maker(lines, at, rng), maker.__name__, None)


def _in_content(maker, rng: random.Random) -> Broken:
    fits = False
    while not fits:
        content = copy.deepcopy(_CONTENT_OF_GOOD)
        item = rng.choice(content["items"])
        fits = maker(item, content, rng)
    text = yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True)
    named = item.get("id") if isinstance(item, dict) else None
    return Broken(
        text.encode(), maker.__name__, named if isinstance(named, str) else None
    )


# Mistakes in the text. Each gets the lines and the number of a line with a stem.


def tab_for_indentation(lines, at, rng):
    return _put(lines, at, "\tstem: x")


def open_quotation_mark(lines, at, rng):
    return _put(lines, at, '    stem: "Who decides?')


def colon_in_text(lines, at, rng):
    return _put(lines, at, "    stem: Look: who decides?")


def open_bracket(lines, at, rng):
    return _put(lines, at, "    stem: [Who decides?")


def outdented(lines, at, rng):
    return _put(lines, at, " stem: Who decides?")


def twice(lines, at, rng):
    return _put(lines, at, "    stem: One\n    stem: Two")


def alias(lines, at, rng):
    return _put(lines, at, "    stem: *who")


def anchor(lines, at, rng):
    return _put(lines, at, "    stem: &who Who decides?")


def laughs(lines, at, rng):
    bomb = ["a: &a [x, x, x]"]
    bomb += [
        f"{b}: &{b} [*{a}, *{a}, *{a}]"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    return "\n".join([*bomb, *lines]).encode()


def tag(lines, at, rng):
    name = rng.choice(["!!python/object/apply:os.system", "!who", "!!set", "!!binary"])
    return _put(lines, at, f"    stem: {name} [x]")


def deep(lines, at, rng):
    return _put(lines, at, "    stem: " + "[" * rng.choice([30, 3000]))


def not_utf8(lines, at, rng):
    return "\n".join(lines).encode().replace(b"Finance", b"Fin\xe4nce", 1)


def nul(lines, at, rng):
    return "\n".join(lines).replace("veto", "ve\x00to", 1).encode()


def cut_off(lines, at, rng):
    return "\n".join([*lines[:at], "    stem"]).encode()


def two_documents(lines, at, rng):
    return "\n".join([*lines, "---", "chapter: other"]).encode()


def nothing(lines, at, rng):
    return rng.choice([b"", b"\n\n", b"# later\n", b"~", b"[]", b"practice", b"7"])


def not_a_number(lines, at, rng):
    return _put(lines, at, "    points: " + rng.choice([".nan", ".inf"]))


def merge_key(lines, at, rng):
    return _put(lines, at, "    <<: {stem: x}")


def no_word_for_key(lines, at, rng):
    return _put(lines, at, "    ? [stem]\n    : x")


def _put(lines, at, line):
    return "\n".join([*lines[:at], line, *lines[at + 1 :]]).encode()


# Mistakes in the content. Each gets an item and the whole, and says whether it fits.


def field_missing(item, content, rng):
    item.pop(rng.choice(["stem", "type", "objective", "level"]))
    return True


def own_field_missing(item, content, rng):
    own = {"choice": "options", "numeric": "answer", "text": "accept", "order": "steps",
           "match": "pairs", "scenario": "script", "reflect": "sample",
           "code": "solution"}  # fmt: skip
    item.pop(own[item["type"]])
    return True


def field_unknown(item, content, rng):
    name = rng.choice(["stemm", "Objective", "hint", "answers", "feed back", "option"])
    item[name] = "x"
    return True


def value_of_another_kind(item, content, rng):
    name = rng.choice([name for name in item if name not in ("id", "type")])
    value = item[name]
    others = [None, True, 3.5, [], {}, [[["x"]]], {"a": 1}, "", "  ", -1]
    if name in ("points", "answer"):
        others = [None, True, [], {}, [["x"]], {"a": 1}, "", "x"]
    item[name] = rng.choice(
        [o for o in others if type(o) is not type(value) or o == ""]
    )
    return not (
        name == "variants" or (name == "unit" and item[name] not in ("", "  ", None))
    )


def type_unknown(item, content, rng):
    item["type"] = rng.choice(["chioce", "Choice", "quiz", "multiple", 7])
    return True


def level_unknown(item, content, rng):
    item["level"] = rng.choice(["hard", "Apply", "create!", "1"])
    return True


def objective_unknown(item, content, rng):
    item["objective"] = rng.choice(["odd", "words ", "committee", "x"])
    return True


def id_of_another_chapter(item, content, rng):
    item["id"] = rng.choice(["other-one", "practise-one", "practiceone-a"])
    return True


def id_malformed(item, content, rng):
    item["id"] = rng.choice(
        ["Practice-One", "practice", "practice one", "", "-", "p" * 99]
    )
    return True


def id_taken(item, content, rng):
    other = content["items"][0]
    item["id"] = other["id"]
    return item is not other


def item_of_another_kind(item, content, rng):
    at = content["items"].index(item)
    content["items"][at] = rng.choice([None, "practice-one", [], 7])
    item.clear()
    return True


def no_option_correct(item, content, rng):
    for option in item.get("options", []):
        option.pop("correct", None)
    return "options" in item


def two_options_correct(item, content, rng):
    if item.get("type") != "choice" or item.get("select") == "many":
        return False
    for option in item["options"][:2]:
        option["correct"] = True
    return True


def every_option_correct(item, content, rng):
    for option in item.get("options", []):
        option["correct"] = True
    return "options" in item


def option_without_feedback(item, content, rng):
    parts = item.get("options") or item.get("steps") or item.get("pairs")
    if not parts:
        return False
    rng.choice(parts).pop("feedback")
    return True


def same_twice(item, content, rng):
    parts = item.get("options") or item.get("steps") or item.get("pairs")
    if not parts:
        return False
    name = "left" if "left" in parts[0] else "text"
    parts[1][name] = parts[0][name]
    return True


def too_few(item, content, rng):
    for name in ("options", "steps", "pairs"):
        if name in item:
            item[name] = item[name][:1]
            return True
    return False


def model_missing(item, content, rng):
    if item.get("type") not in ("numeric", "code"):
        return False
    name = rng.choice(["salescourse.b2b.decisions:comittee_odds", "os:getcwd",
                       "salescourse.nowhere:f", "salescourse.paths:_PACKAGE",
                       "committee_odds", "salescourse.cycle"])  # fmt: skip
    answer = {"model": name, "args": {}}
    if item["type"] == "code":
        answer["kind"] = "number"
    item["answer"] = answer
    return True


def model_refuses(item, content, rng):
    if item.get("type") != "numeric":
        return False
    args = rng.choice([{}, {"people": -1, "agree": 0.5}, {"people": 5, "agree": 35},
                       {"persons": 5}, {"people": "many", "agree": 0.5}])  # fmt: skip
    item["answer"] = {"model": "salescourse.b2b.decisions:committee_odds", "args": args}
    return True


def expression_unreadable(item, content, rng):
    if item.get("id") not in ("practice-number", "practice-own", "practice-code"):
        return False
    item["misconceptions"][0]["value"] = rng.choice(
        ["1 -", "one + 1", "odds(5)", "1 / 0", "9 ** 9 ** 9", "(1).real", "'one'",
         "[1, 2]", "1 < 2", "1e999", "50 %", "{{agree}}", "1; 2", "lambda: 1"]
    )  # fmt: skip
    return True


def misconception_is_the_key(item, content, rng):
    if item.get("id") not in ("practice-number", "practice-code"):
        return False
    item["misconceptions"][0]["value"] = {"practice-number": 1200}.get(item["id"], 0.59)
    return True


def value_for_no_variant(item, content, rng):
    item["stem"] = "How many are {{persons}}?"
    return "variants" in item


def range_upside_down(item, content, rng):
    item["answer"] = {"from": 3, "to": 1}
    return item["id"] == "practice-number"


def pattern_unreadable(item, content, rng):
    item["patterns"] = [
        rng.choice(["(a+)+", "[", "a{2", "(?=x)", "\\w+", "*", "A", "a++"])
    ]
    return item["type"] == "text"


def formula_unreadable(item, content, rng):
    item["stem"] = rng.choice([r"So $\begin{matrix} a$ is", r"So $x_$ is", r"So $\sqrt$",
                               r"So $\def\a{b}\a$", r"So $\href{javascript:1}{x}$"])  # fmt: skip
    return True


def picture_without_text(item, content, rng):
    item["stem"] = "Look: ![](curve.png)"
    return True


def picture_of_another_host(item, content, rng):
    item["stem"] = "Look: ![A curve](https://example.org/curve.png)"
    return True


def script_broken(item, content, rng):
    if item.get("type") != "scenario":
        return False
    old, new = rng.choice([
        ("-> others", "-> nowhere"), ("[+2]", "[two]"), ("[+2]", ""), ("->", "=>"),
        ("== others", "= others"), ("(end)", ""), ("== won (end) Signed", "== won (end)"),
        ("== lost (end)", "== lost"), ("-> won", "-> opening"), ("-> table", "-> others"),
        ("A date.", ""), ("== offer", "== table"), ("== opening\n", ""),
        ("**Finance:** And when?", ""), ("-> offer", "-> table"), ("-> lost", "-> won"),
        ("* \"Soon.\" [0] -> table\n  Not a date.\n", ""), ("[+", "[-"),
    ])  # fmt: skip
    changed = item["script"].replace(old, new)
    item["script"], same = changed, changed == item["script"]
    return not same


def no_objectives(item, content, rng):
    content["objectives"] = rng.choice(
        [[], None, "odds", [{"id": "odds"}], [{"text": "x"}]]
    )
    return True


def objective_untested(item, content, rng):
    content["objectives"].append({"id": "more", "text": "Do more."})
    return True


def chapter_of_another_name(item, content, rng):
    content["chapter"] = rng.choice(["practise", "Practice", "", 7, None])
    return True


def top_field(item, content, rng):
    content[rng.choice(["item", "title", "Chapter"])] = "x"
    return True


_TEXT = [tab_for_indentation, open_quotation_mark, colon_in_text, open_bracket, outdented,
         twice, alias, anchor, laughs, tag, deep, not_utf8, nul, cut_off, two_documents,
         nothing, not_a_number, merge_key, no_word_for_key]  # fmt: skip
_CONTENT = [field_missing, own_field_missing, field_unknown, value_of_another_kind,
            type_unknown, level_unknown, objective_unknown, id_of_another_chapter,
            id_malformed, id_taken, item_of_another_kind, no_option_correct,
            two_options_correct, every_option_correct, option_without_feedback,
            same_twice, too_few, model_missing, model_refuses, misconception_is_the_key,
            value_for_no_variant, range_upside_down, pattern_unreadable,
            formula_unreadable, picture_without_text, picture_of_another_host,
            script_broken, no_objectives, objective_untested, chapter_of_another_name,
            top_field]  # fmt: skip
WHOLE = {"no_objectives", "objective_untested", "chapter_of_another_name", "top_field"}
