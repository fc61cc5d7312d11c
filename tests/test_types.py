"""The package's types hold, for whoever calls it too, and are silenced with a reason."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from own_calls import everything

ROOT = Path(__file__).resolve().parent.parent
# An error's code, and after it why it is none.
EXPLAINED = re.compile(r"# type: ignore\[[a-z-]+\]  # \w.*")
MOST_IGNORES = 20


def ignores(folder: Path) -> list[str]:
    """Return each `type: ignore` with what follows upon it."""
    sources = (path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    return [found for text in sources for found in re.findall(r"#\s*type:.*", text)]


def test_the_types_of_the_package_and_of_what_users_write_hold():
    command = [sys.executable, "-m", "mypy", "--no-color-output"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_users_write_runs(tmp_path):
    everything(tmp_path)


def test_few_errors_are_ignored_and_each_says_which_and_why():
    found = ignores(ROOT / "salescourse")
    assert len(found) <= MOST_IGNORES
    assert [one for one in found if not EXPLAINED.fullmatch(one)] == []


@pytest.mark.parametrize(
    "comment",
    ["# type: ignore", "# type: ignore[misc]", "# type: ignore  # it is late",
     "#type:ignore[misc]  # it is late", "# type: ignore[misc]  # "],
)  # fmt: skip
def test_an_error_ignored_without_code_or_reason_would_be_found(tmp_path, comment):
    (tmp_path / "late.py").write_text(f"x: int = 'a'  {comment}\n", encoding="utf-8")
    [found] = ignores(tmp_path)
    assert not EXPLAINED.fullmatch(found)


def test_the_settings_let_no_error_of_the_package_pass():
    # Blanket words of mypy's settings; only libraries without types are passed over.
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert "ignore_errors" not in settings
    assert "disable_error_code" not in settings
    assert "exclude" not in settings.partition("[tool.mypy]")[2]
    assert settings.count("ignore_missing_imports") == 1
