"""What a learner sees can be translated: one catalog holds it, and it reaches the page."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.jslexer import tokenize
from babel.messages.mofile import write_mo

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "salescourse"
SCRIPTS = [*PACKAGE.rglob("practice/**/*.js"), *PACKAGE.rglob("teach/book/frame/*.js")]
# One for each thing that speaks to a learner.
KNOWN = (
    "Show hint ({n} of {of})",
    "Show the curve",
    "Your progress",
    "Not yet.",
    "{} question is due today.",
    "Workbench: {}. Run this cell in JupyterLab to enter any value.",
    "Part of what this browser had kept here is damaged. It is set aside before anything "
    "is written in its place.",
    'The data sets. load("{name}") gives one, describe("{name}") says more about it.',
    "Nothing found. Try fewer words, or other ones.",
    "There is no exercise {!r}. Did you mean {!r}?",
)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """Gather what a translator gets, by the keywords that every tool knows."""
    kinds = [("**.py", "python"), ("**.js", "javascript")]
    found = Catalog()
    for file, line, message, comments, _context in extract_from_dir(
        PACKAGE, kinds, keywords=DEFAULT_KEYWORDS
    ):
        found.add(message, locations=[(file, line)], auto_comments=comments)
    return found


def asked(source: str) -> Iterator[ast.Call]:
    """Return the calls that ask for a translation."""
    calls = (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call))
    words = ("_", "ngettext")
    yield from (call for call in calls if getattr(call.func, "id", "") in words)


def messages(call: ast.Call) -> list[ast.expr]:
    """Return what is to be translated: one text, or one for one and one for many."""
    return call.args[:1] if call.func.id == "_" else call.args[:2]


def computed(source: str) -> list[str]:
    """Return the calls whose words are not written out, so that no tool finds them."""
    return [
        f"line {call.lineno}: {ast.unparse(call)}"
        for call in asked(source)
        for text in messages(call)
        if not (isinstance(text, ast.Constant) and isinstance(text.value, str))
    ]


def sentences(script: str) -> list[str]:
    """Return the texts in a script that look like words for a reader."""
    texts = (t.value[1:-1] for t in tokenize(script) if "string" in t.type)
    words = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}|[A-Z][a-z]+[.!?]$")
    filled = (re.sub(r"\$\{.*\}", "", text) for text in texts)
    code = ("sc-", " > ")  # names of styles, and places in the page
    return [
        text
        for text in filled
        if words.search(text) and not any(sign in text for sign in code)
    ]


def test_the_catalog_holds_what_learners_read(catalog):
    assert [sentence for sentence in KNOWN if sentence not in catalog] == []


@pytest.mark.parametrize(
    "file",
    sorted(PACKAGE.rglob("*.py")),
    ids=lambda file: str(file.relative_to(PACKAGE)),
)
def test_words_to_be_translated_are_written_out_and_in_the_catalog(file, catalog):
    source = file.read_text(encoding="utf-8")
    assert computed(source) == []
    texts = [messages(call)[0].value for call in asked(source)]
    assert [text for text in texts if text and text not in catalog] == []


def test_words_that_are_computed_would_be_found():
    assert computed("_('Check')\nngettext('{} day', '{} days', n)") == []
    assert computed("_(f'{n} days')") == ["line 1: _(f'{n} days')"]
    assert len(computed("_(word)\nngettext(*pair)\n_('a' + b)")) == 3


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_has_no_words_of_its_own(script):
    # What `numbers.js` holds is what a reader may write, in any language.
    found = sentences(script.read_text(encoding="utf-8"))
    assert script.name == "numbers.js" or found == []


def test_words_in_a_script_would_be_found():
    script = (
        'a.textContent = "Not quite right"; b = `Well done.`; c = "sc-card sc-big";'
    )
    assert sentences(script) == ["Not quite right", "Well done."]


def test_a_translated_word_is_in_the_page(chromium, tmp_path):
    shutil.copytree(PACKAGE, tmp_path / "salescourse")
    (tmp_path / "data").symlink_to(ROOT / "data")
    translated = Catalog(locale="nl")
    translated.add("Check", "Nakijken")
    translated.add("Show hint ({n} of {of})", "Toon hint {n} (van {of})")
    file = tmp_path / "salescourse" / "locale" / "nl" / "LC_MESSAGES" / "salescourse.mo"
    file.parent.mkdir(parents=True)
    with file.open("wb") as out:
        write_mo(out, translated)
    code = (
        "import os, sys; sys.path[:0] = sys.argv[1:3]; from pathlib import Path;"
        "from quiz_page import quiz_page;"
        "from salescourse.practice.questions.bank import load_bank;"
        "quiz_page(Path(sys.argv[1]), load_bank('decisions'), 'decisions-survey')"
    )
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), str(ROOT / "tests")],
        env={**os.environ, "SALESCOURSE_LANG": "nl"}, check=True,
    )  # fmt: skip
    page = chromium.new_page()
    page.goto((tmp_path / "quiz.html").as_uri())
    page.get_by_role("button", name="Nakijken").wait_for()
    page.get_by_role("button", name="Toon hint 1 (van ").wait_for()
    assert page.get_by_role("button", name="Check").count() == 0
    page.close()
