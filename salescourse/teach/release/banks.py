"""Banks without the keys of exercises, and `keys.py` without what only those needed."""

import ast
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from salescourse.practice.questions.source import read_source

_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
# What an exercise keeps: what it asks, and how one sets about it.
_KEPT = ("id", "type", "objective", "level", "stem", "points", "hints")


def withheld(path: Path) -> str:
    """Return the text of a bank, in YAML, without the keys of its exercises.

    Examples
    --------
    >>> from salescourse.paths import data_dir
    >>> "value: committee_odds(8, 0.95)" in withheld(data_dir() / "questions" / "decisions.yml")
    False
    """
    content = read_source(path).content
    content["items"] = [without_key(item) for item in content["items"]]
    return yaml.dump(
        content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=88
    )


def without_key(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item of a bank; of an exercise, what it asks and no more."""
    if item["type"] != "code":
        return dict(item)
    spec = item["answer"]
    wants: dict[str, Any] = {"kind": "withheld", "wants": spec["kind"]}
    if spec["kind"] == "function":
        wants["takes"] = sorted({name for case in spec["cases"] for name in case})
    kept = {name: item[name] for name in _KEPT if name in item}
    return {**kept, "answer": wants, "misconceptions": []}


def schema(text: str) -> str:
    """Return the schema of banks, so that it takes exercises without keys."""
    content = json.loads(text)
    code = content["definitions"]["code"]
    code["required"] = [name for name in code["required"] if name != "solution"]
    code["properties"]["misconceptions"].pop("minItems", None)
    answer = code["properties"]["answer"]["properties"]
    answer["kind"]["enum"].append("withheld")
    answer["wants"], answer["takes"] = {"type": "string"}, {"type": "array"}
    return json.dumps(content, ensure_ascii=False, indent=1)


def pruned(source: str, used: str) -> str:
    r"""Return a module of keys without the functions that nothing asks for any more.

    Parameters
    ----------
    source : str
        The module.
    used : str
        The text in which those that are still needed are named: the bank.

    Examples
    --------
    >>> print(pruned("def a():\n    return b()\ndef b():\n    return 1\ndef c():\n    return 2", "a()"))
    def a():
        return b()
    def b():
        return 1
    """
    tree = ast.parse(source)
    named = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    others = [node for node in tree.body if node not in named.values()]
    words = {*re.findall(r"\w+", used), *_names(others)}
    kept: set[str] = set()
    while more := (set(named) & words) - kept:
        kept |= more
        words = _names(named[name] for name in more)
    lines = source.splitlines()
    for name in set(named) - kept:
        node = named[name]
        first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
        for at in range(first - 1, node.end_lineno or first):
            lines[at] = "\0"
    return "\n".join(line for line in lines if line != "\0")


def _names(nodes: Iterable[ast.AST]) -> set[str]:
    walked = (each for node in nodes for each in ast.walk(node))
    return {each.id for each in walked if isinstance(each, ast.Name)}
