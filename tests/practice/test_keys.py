"""Where keys live: beside their chapter's models, and known to no other part."""

import ast
import re
import subprocess
import sys
from collections import Counter

import pytest

from salescourse.paths import project_root

PACKAGE = project_root() / "salescourse"
KEYS = sorted(PACKAGE.rglob("keys.py"))


def test_every_chapter_with_questions_keeps_its_keys_beside_its_models():
    banks = {path.stem for path in (PACKAGE.parent / "data/questions").glob("*.yml")}
    assert {path.parent.name for path in KEYS} == banks - {"map", "comparison"} | {
        "cycle"
    }


@pytest.mark.parametrize("path", KEYS, ids=lambda path: path.parent.name)
def test_keys_are_computed_with_their_own_chapter_s_models_alone(path):
    home = ".".join(path.parent.relative_to(PACKAGE.parent).parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module.startswith("salescourse"):
            assert node.module in (home, "salescourse.datasets")


@pytest.mark.parametrize("path", KEYS, ids=lambda path: path.parent.name)
def test_every_key_is_called_by_its_bank_or_by_another_key(path):
    chapter = "map" if path.parent.name == "cycle" else path.parent.name
    code = path.read_text(encoding="utf-8")
    bank = (PACKAGE.parent / f"data/questions/{chapter}.yml").read_text(
        encoding="utf-8"
    )
    defined = [n.name for n in ast.parse(code).body if isinstance(n, ast.FunctionDef)]
    called = Counter(re.findall(r"\w+(?=\()", bank + re.sub(r"(?m)^ *>>>.*", "", code)))
    assert [name for name in defined if called[name] < 2] == []  # once where defined


def test_questions_can_be_read_and_shown_without_any_model():
    code = """
import sys
import salescourse.practice.exercises, salescourse.practice.questions.widget
models = ("b2b", "b2c", "strategy", "cycle")
print(sorted(m for m in sys.modules if (m + "..").split(".")[1] in models))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
