"""Scripts and style sheets without what only their readers need.

Names stay as they are; only comments and needless white space go. That is a tenth of
what is left after compression, and needs no tool that would have to be installed.
"""

import re

_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)
    |"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'
    |(?P<word>[\w$]+)
    |.""",
    re.VERBOSE | re.DOTALL,
)
_REGEX = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*")
_BEFORE_REGEX = {"return", "typeof", "case", "in", "of", "do", "else", ""}
# After the first and before the second a line may go on: no statement ends there.
_GOES_ON_AFTER = set("{([,;=&|?:<>*%!^~")
_GOES_ON_BEFORE = set("})],;.?:&|=*%<>^")


def slim_css(css: str) -> str:
    r"""Return a style sheet without comments and needless space.

    Examples
    --------
    >>> slim_css("/* why */ a :is(p) > b {\n  color: red;\n  top: 0.5em;\n}")
    'a :is(p)>b{color:red;top:.5em}'
    """
    css = re.sub(r"\s+", " ", _CSS_COMMENT.sub("", css))
    css = re.sub(r" ?([{};,>]) ?", r"\1", css).replace(";}", "}")
    css = re.sub(r"(?<=[\s,(:-])0(?=\.\d)", "", css)
    return re.sub(r"(?<=[{;(])([\w-]+): ", r"\1:", css).strip()


def slim_js(script: str) -> str:
    r"""Return a script without comments and needless space.

    A line break stays wherever a statement might end at it.

    Examples
    --------
    >>> slim_js("// why\nconst x = a +  +b; // so\nlet y = /[/ ]  x/g.test( `a  ${ x }` )\n")
    'const x=a+ +b;let y=/[/ ]  x/g.test(`a  ${ x }`)'
    >>> slim_js("let a = 1\nlet b = a\n  .c\nif (b) {\n  return 'x  y'\n}\nlet d")
    "let a=1\nlet b=a.c\nif(b){return'x  y'}\nlet d"
    """
    parts: list[str] = []
    at, last, gap = 0, "", ""
    while at < len(script):
        token = _token_at(script, at, last)
        at += len(token)
        if token.isspace() or token.startswith(("//", "/*")):
            gap = "\n" if "\n" in gap + token else " "
            continue
        # Not after a parenthesis: in `for (;;);` the semicolon is a statement.
        if token == "}" and last == ";" and parts[-3:-2] not in ([")"], [";"], ["{"]):
            parts.pop()
        parts += [_needed(gap, last, token), token]
        last, gap = token, ""
    return "".join(parts)


def _token_at(script: str, at: int, last: str) -> str:
    if script[at] == "`":
        return script[at : _end_of_template(script, at)]
    if script[at] == "/" and script[at + 1] not in "/*" and _may_be_regex(last):
        found = _REGEX.match(script, at)
        if found:
            return found[0]
    return _TOKEN.match(script, at)[0]  # type: ignore[index]


def _may_be_regex(last: str) -> bool:
    return last in _BEFORE_REGEX or last[-1] in "(,=:[!&|?{};+-*%~^<>"


def _end_of_template(script: str, at: int) -> int:
    at += 1
    while script[at] != "`":
        if script.startswith("${", at):
            at, depth, last = at + 2, 1, ""
            while depth:
                last = _token_at(script, at, last)
                depth += (last == "{") - (last == "}")
                at += len(last)
        else:
            at += 2 if script[at] == "\\" else 1
    return at + 1


def _needed(gap: str, last: str, token: str) -> str:
    """Return what must stand between two tokens that had a gap between them."""
    if not gap or not last:
        return ""
    before, after = last[-1], token[0]
    if gap == "\n":
        goes_on = before in _GOES_ON_AFTER or after in _GOES_ON_BEFORE
        return "" if goes_on else "\n"
    words = _is_word(before) and _is_word(after)
    return " " if words or (before == after and before in "+-/") else ""


def _is_word(sign: str) -> bool:
    return sign.isalnum() or sign in "_$" or ord(sign) > 127
