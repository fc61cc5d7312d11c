"""Read a YAML file into plain values, and remember on which line each one stands.

Only what a bank needs is read: mappings, lists, text, numbers, true and false.
Everything else that YAML can do (aliases, tags, several documents, types of one's
own) is refused with a sentence, because in a file that people write by hand it is
either a mistake or an attack.
"""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from salescourse.words import _

MAX_BYTES = 1_000_000
MAX_DEPTH = 20

Where = tuple[str | int, ...]
_TAG = "tag:yaml.org,2002:"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class SourceError(Exception):
    """What is wrong in a file, where, and how to mend it."""

    def __init__(self, line: int, rule: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.line, self.rule, self.message, self.remedy = line, rule, message, remedy


@dataclass(frozen=True)
class Source:
    """A file's content and the line of every value in it, by its path.

    `blocks` are the texts that stand line by line below their name (`script: |`).
    """

    content: Any
    lines: dict[Where, int]
    blocks: set[Where]

    def line(self, where: Where, below: int = 0) -> int:
        """Return the line of a value, or of the nearest value around it.

        `below` counts the lines of a text, and is of use where they stand as they are.
        """
        below = below if where in self.blocks else 0
        while where not in self.lines and where:
            where = where[:-1]
        return self.lines.get(where, 1) + below


def read_source(path: Path) -> Source:
    """Read a YAML file.

    Raises
    ------
    SourceError
        If it cannot be read, with the line and what to do.
    """
    text = _text(path)
    try:
        _look_through(text)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise _explained(error, len(text.splitlines())) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise SourceError(
            line,
            "yaml",
            _("there is a character that YAML does not allow"),
            _("Delete it and type the word again."),
        ) from None
    if node is None:
        raise SourceError(
            1,
            "empty",
            _("the file is empty"),
            _("Begin with `chapter:`, `objectives:` and `items:`."),
        )
    lines: dict[Where, int] = {}
    blocks: set[Where] = set()
    return Source(_value(node, (), lines, blocks), lines, blocks)


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise SourceError(
            1,
            "file",
            _("the file cannot be read: {}").format(error.strerror),
            _("Check its name and whether you may read it."),
        ) from None
    if len(raw) > MAX_BYTES:
        raise SourceError(
            1,
            "file",
            _("the file is larger than a megabyte"),
            _("Keep pictures in files of their own."),
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            raw.count(b"\n", 0, error.start) + 1,
            "file",
            _("the text is not UTF-8"),
            _("Save the file with the encoding UTF-8."),
        ) from None


def _look_through(text: str) -> None:
    """Refuse, before anything is built, what could grow or run."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise SourceError(
                line,
                "alias",
                _("YAML anchors and aliases (& and *) are not read"),
                _("Write the text out, or put it between quotation marks."),
            )
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if depth > MAX_DEPTH:
            raise SourceError(
                line,
                "depth",
                _("lists and mappings lie in each other too deeply"),
                _("Close the brackets, or mend the indentation."),
            )
        if documents > 1:
            raise SourceError(
                line,
                "documents",
                _("`---` starts a second document"),
                _("Keep one chapter in one file."),
            )


def _explained(error: yaml.MarkedYAMLError, last_line: int) -> SourceError:
    mark = error.problem_mark or error.context_mark
    problem = error.problem or error.context or _("it is not YAML")
    remedy = _(
        "Look at this line and the one above it: indentation, a missing quotation "
        "mark, or a colon inside text that needs quotation marks around it."
    )
    if "found character '\\t'" in problem:
        remedy = _("Indent with spaces instead of tabs.")
    line = min(mark.line + 1, last_line) if mark else 1
    return SourceError(line, "yaml", problem, remedy)


def _value(
    node: yaml.Node, where: Where, lines: dict[Where, int], blocks: set[Where]
) -> Any:
    lines[where] = node.start_mark.line + 1
    if getattr(node, "style", None) == "|":
        blocks.add(where)
    _check_tag(node)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, where, lines, blocks)
    if isinstance(node, yaml.SequenceNode):
        return [
            _value(child, (*where, at), lines, blocks)
            for at, child in enumerate(node.value)
        ]
    return _scalar(node)


def _mapping(
    node: yaml.MappingNode, where: Where, lines: dict[Where, int], blocks: set[Where]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = key_node.value
        if not isinstance(key, str) or key_node.tag == _TAG + "merge":
            raise SourceError(
                line,
                "key",
                _("a field's name must be a word"),
                _("Write `name: value`."),
            )
        if key in values:
            raise SourceError(
                line,
                "twice",
                _("`{}` occurs twice here").format(key),
                _("Keep one of them."),
            )
        values[key] = _value(value_node, (*where, key), lines, blocks)
        lines[(*where, key)] = line
    return values


def _check_tag(node: yaml.Node) -> None:
    name = node.tag.removeprefix(_TAG)
    if node.tag.startswith(_TAG) and name in (
        "map",
        "seq",
        "str",
        "int",
        "float",
        "bool",
        "null",
        "timestamp",
        "value",
    ):
        return
    raise SourceError(
        node.start_mark.line + 1,
        "tag",
        _("the tag {} is not read").format(node.tag),
        _("Leave out the word that begins with an exclamation mark."),
    )


def _scalar(node: yaml.Node) -> Any:
    kind = node.tag.removeprefix(_TAG)
    if kind in ("str", "timestamp", "value"):
        return node.value
    try:
        value = yaml.constructor.SafeConstructor().construct_object(node)
    except (ValueError, yaml.YAMLError, OverflowError):
        value = math.nan
    if isinstance(value, float) and not math.isfinite(value):
        raise SourceError(
            node.start_mark.line + 1,
            "number",
            _("`{}` is not a number one can compute with").format(node.value[:40]),
            _("Write a number such as 0.59."),
        )
    return value
