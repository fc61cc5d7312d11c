"""A widget's JavaScript: real modules, joined into one text without a build step.

Files import one another as modules do. A notebook wants one text a widget, and a page
opened from a folder may import nothing: so each module becomes a function that is called
once, after those it imports, and keeps its names to itself. Every joined text has its
modules between the same marks, so that a page carries each of them once however many
widgets use it.
"""

import posixpath
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin

_PACKAGE = Path(__file__).parent
_IMPORT = re.compile(
    r'^import\s+(?:(?P<whole>\w+)|\{(?P<names>[^}]*)\})\s+from\s+"(?P<path>[^"]+)";\n?',
    re.MULTILINE,
)
_EXPORT = re.compile(
    r"^export\s+(?P<what>(?:async\s+)?(?:function|class|const|let)\s+(?P<name>\w+))",
    re.MULTILINE,
)
_DEFAULT = re.compile(r"^export\s+default\s+", re.MULTILINE)
_MARK = re.compile(r'^(?=M\["[\w./-]+"\]=)', re.MULTILINE)
_NAME = re.compile(r'M\["([\w./-]+)"\]=')
_END = re.compile(r"^export default .*", re.MULTILINE | re.DOTALL)


def joined(entry: str, text: str = "") -> str:
    """Join a module and all that it imports into one ES module with its exports.

    Parameters
    ----------
    entry : str
        Path in `salescourse/practice/`, such as `questions/widget.js`.
    text : str
        What the module says, where it is made up and no file.

    Raises
    ------
    ValueError
        If modules import each other in a circle, or in a way that is not known here.

    Examples
    --------
    >>> print(joined("js/time.js").splitlines()[0])
    const M={};
    """
    names = ", ".join(exports(entry) if not text else [])
    tail = f'export default M["{entry}"].default;\n'
    if names:
        tail += f'export const {{ {names} }} = M["{entry}"];\n'
    return "const M={};\n" + "".join(modules(entry, text).values()) + tail


@cache
def modules(entry: str, text: str = "") -> dict[str, str]:
    """Return a module and those it imports, each after those that it needs."""
    found: dict[str, str] = {}
    _gather(entry, text or _text(entry), found, ())
    return found


def parts(text: str) -> dict[str, str]:
    """Take a joined text apart again: its modules, by path, in their order."""
    pieces = _MARK.split(_END.sub("", text))[1:]
    return {_NAME.match(piece)[1]: piece for piece in pieces}  # type: ignore[index]  # each begins so


def script(found: Mapping[str, str], *run: str) -> str:
    r"""Return modules as one classic script, and after them what it is to run.

    Scripts of one page share their modules: what one brought, a later one may use.

    Examples
    --------
    >>> script({}, "start();").endswith("start();})();\n")
    True
    """
    body = "".join([*found.values(), *run])
    shared = "(globalThis.salescourse??={}).M??={}"
    return f'(()=>{{"use strict";const M={shared};{body}}})();\n'


def exports(path: str) -> list[str]:
    """Return the names that a module exports, without its default."""
    return [found["name"] for found in _EXPORT.finditer(_text(path))]


def style(*names: str) -> str:
    """Join style sheets of the package into one text, without what is for readers."""
    return "".join(cssmin((_PACKAGE / name).read_text("utf-8")) for name in names)


def _gather(
    path: str, text: str, found: dict[str, str], above: tuple[str, ...]
) -> None:
    if path in above:
        circle = " → ".join((*above[above.index(path) :], path))
        raise ValueError(f"These modules import each other in a circle: {circle}.")
    if path in found:
        return
    for one in _IMPORT.finditer(text):
        target = _target(path, one["path"])
        _gather(target, _text(target), found, (*above, path))
    found[path] = _as_function(path, text)


def _as_function(path: str, text: str) -> str:
    """Return a module as a function that is called at once and returns its exports."""

    def taken(one: re.Match[str]) -> str:
        home = f'M["{_target(path, one["path"])}"]'
        if one["whole"]:
            return f"const {one['whole']}={home}.default;\n"
        return f"const {{{one['names'].replace(' as ', ':')}}}={home};\n"

    body, defaults = _DEFAULT.subn("const $default=", _IMPORT.sub(taken, text))
    body = _EXPORT.sub(lambda one: one["what"], body)
    if found := re.search(r"^(?:import|export)\b.*", body, re.MULTILINE):
        raise ValueError(
            f"{path}: `{found[0]}` is not understood here. Write `import {{ a }} from "
            '"./b.js";`, `export function`, `export const` or `export default`.'
        )
    named = [one["name"] for one in _EXPORT.finditer(text)]
    given = [*named, *(["default:$default"] * defaults)]
    return f'M["{path}"]=(()=>{{\n{jsmin(body)}\nreturn{{{",".join(given)}}};\n}})();\n'


def _target(path: str, imported: str) -> str:
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), imported))
    # From another floor the way leads back here; the name is the same.
    return target.removeprefix("../practice/")


@cache
def _text(path: str) -> str:
    return (_PACKAGE / path).read_text(encoding="utf-8")
