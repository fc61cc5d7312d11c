"""The course's scripts: types, rules and unit tests, by the tools people use for it."""

import json
import os
import re
from functools import cache
from pathlib import Path

import pytest
from node import ROOT, node, package

PRACTICE = ROOT / "salescourse" / "practice"
SCRIPTS = sorted((ROOT / "salescourse").rglob("*.js"))
CONFIG = ROOT / "tests" / "js"
FORMAT = (
    "This formats them: .venv/bin/node .venv/node/node_modules/@biomejs/biome/bin/biome "
    "format --write salescourse tests/js"
)
TESTS = sorted(CONFIG.glob("*.test.js"))
# The store is strict as well, though a page's storage is what it is about.
STORE = PRACTICE / "js" / "store.js"
# What only a page has. A module that uses none of it, nor imports one that does, is pure.
OF_A_PAGE = re.compile(
    r"\b(document|window|self|localStorage|sessionStorage|navigator|location|"
    r"matchMedia|getComputedStyle|addEventListener|dispatchEvent|ResizeObserver|"
    r"requestAnimationFrame|innerHTML|Worker|postMessage)\b"
)
IMPORT = re.compile(r'^import .*? from "([^"]+)";', re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.MULTILINE | re.DOTALL)


@cache
def is_pure(script: Path) -> bool:
    text = COMMENT.sub("", script.read_text(encoding="utf-8"))
    needed = [(script.parent / path).resolve() for path in IMPORT.findall(text)]
    return not OF_A_PAGE.search(text) and all(map(is_pure, needed))


def types_of(scripts: list[Path], tmp_path: Path, **options: object) -> str:
    """Return what the type checker finds, and nothing if all is well."""
    own = tmp_path / "tsconfig.json"
    content = {
        "extends": (CONFIG / "tsconfig.json").as_posix(),
        "compilerOptions": options,
        "files": [script.as_posix() for script in scripts],
    }
    own.write_text(json.dumps(content), encoding="utf-8")
    done = package("tsc", "--project", own)
    return done.stdout if done.returncode else ""


def biome(command: str, *scripts: Path) -> str:
    """Return what the linter or the formatter finds, and nothing if all is well."""
    options = (f"--config-path={ROOT}", "--error-on-warnings")
    done = package("biome", command, *options, *scripts)
    return done.stdout if done.returncode else ""


def test_modules_without_a_page_are_strictly_typed(tmp_path):
    pure = [script for script in SCRIPTS if is_pure(script)]
    names = {os.path.relpath(script, PRACTICE).replace(os.sep, "/") for script in pure}
    assert {
        "js/chance.js", "js/chart.js", "js/events.js", "js/leitner.js", "js/numbers.js",
        "js/time.js", "js/words.js", "questions/grading.js", "explorer/scales.js",
        "../teach/book/frame/matching.js",
    } <= names  # fmt: skip
    assert types_of([*pure, STORE], tmp_path, strict=True) == ""


def test_all_scripts_are_checked_for_types(tmp_path):
    assert types_of(SCRIPTS, tmp_path) == ""


def test_all_scripts_keep_the_rules():
    assert biome("lint", *SCRIPTS, *TESTS) == ""


def test_all_scripts_are_formatted():
    assert biome("format", *SCRIPTS, *TESTS) == "", FORMAT


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("let a = 1;\nexport const b = a;\n", "useConst"),
        (
            "export function f() {\n" + "  f();\n" * 61 + "}\n",
            "noExcessiveLinesPerFunct",
        ),
        ('import { h } from "./x.js";\n', "noUnusedImports"),
    ],
)
def test_what_breaks_a_rule_is_found(tmp_path, text, found):
    script = tmp_path / "wrong.js"
    script.write_text(text, encoding="utf-8")
    assert found in biome("lint", script)


def test_a_wrong_type_is_found_where_types_are_strict(tmp_path):
    script = tmp_path / "wrong.js"
    script.write_text("export const f = (a) => a;\n", encoding="utf-8")
    assert types_of([script], tmp_path) == ""
    assert "TS7006" in types_of([script], tmp_path, strict=True)


def test_nothing_is_silenced_and_no_line_is_long():
    for script in [*SCRIPTS, *TESTS]:
        text = script.read_text(encoding="utf-8")
        assert not re.search("@ts-|biome-ignore|eslint", text), script
        long = [n for n, line in enumerate(text.splitlines(), 1) if len(line) > 100]
        assert long == [], script


def test_the_unit_tests_of_the_scripts_pass():
    done = node("--test", *TESTS)
    assert done.returncode == 0, done.stdout
    assert int(re.search(r"\bpass (\d+)$", done.stdout, re.MULTILINE)[1]) >= 20


def test_where_npm_cannot_be_reached_a_sentence_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr("node.HOME", tmp_path / "node")
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")  # nobody answers
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    with pytest.raises(RuntimeError, match=r"Check the network connection.*\n\n.*npm"):
        package("biome", "--version")
    assert not (tmp_path / "node" / "installed").exists()
