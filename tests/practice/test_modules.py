"""Modules of JavaScript, joined without a build step."""

import pytest

from salescourse.practice import modules as joining
from salescourse.practice.modules import joined, modules, parts


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Let modules lie in a folder of the test's own."""
    monkeypatch.setattr(joining, "_PACKAGE", tmp_path)
    for kept in (joining.modules, joining._text):
        kept.cache_clear()

    def write(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.js").write_text(text, encoding="utf-8")

    yield write
    for kept in (joining.modules, joining._text):
        kept.cache_clear()


def test_names_stay_within_their_module_and_each_module_runs_once(folder, open_module):
    folder(
        base="let runs = 0;\nexport const name = 'base';\nexport const next = () => ++runs;\n",
        one="import { name, next as run } from \"./base.js\";\nconst own = 'one';\n"
            "run();\nexport function tell() { return name + own; }\n",
        two="import { next } from \"./base.js\";\nimport tell from \"./three.js\";\n"
            "import { tell as first } from \"./one.js\";\nconst own = 'two';\n"
            "export const all = () => [first(), tell(), own, next()];\n"
            "export default { all };\n",
        three="// one of the same names\nconst own = 'three';\n"
              "export default () => own;\n",
    )  # fmt: skip
    page = open_module(joined("two.js"))
    assert page.evaluate("widget.all()") == ["baseone", "three", "two", 2]
    assert page.evaluate("widget.default.all === widget.all")


def test_modules_stand_after_those_they_need(folder):
    folder(
        a='import { b } from "./b.js";\nexport const a = b;\n',
        b="export const b = 1;\n",
    )
    assert [*modules("a.js")] == ["b.js", "a.js"]


def test_a_joined_text_comes_apart_into_its_modules():
    assert parts(joined("questions/widget.js")) == modules("questions/widget.js")


def test_a_circle_is_named(folder):
    folder(
        a='import { b } from "./b.js";\nexport const a = 1;\n',
        b='import { a } from "./a.js";\nexport const b = 1;\n',
    )
    with pytest.raises(ValueError, match=r"in a circle: a\.js → b\.js → a\.js"):
        modules("a.js")


@pytest.mark.parametrize(
    "line",
    ["import * as all from './b.js';", "export { a };", "export * from './b.js';"],
)
def test_what_cannot_be_joined_is_named(folder, line):
    folder(a=f"const a = 1;\n{line}\n")
    with pytest.raises(ValueError, match=r"a\.js: `.*` is not understood"):
        modules("a.js")


def test_a_module_has_one_name_from_wherever_it_is_imported():
    frame = modules("../teach/book/frame/book.js")
    assert "js/store.js" in frame
    assert not [path for path in frame if "practice/" in path]
