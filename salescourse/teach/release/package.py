"""The package as a class gets it: what one works with, and no key of an exercise.

Beside a notebook it goes before an installed one. It lacks `teach`, and its banks and
`keys.py` lack what gives exercises away. What the models compute remains: that is what
the exercises are about.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from salescourse.paths import data_dir
from salescourse.practice.questions.source import read_source
from salescourse.teach.release import banks

_PACKAGE = Path(__file__).resolve().parents[2]
_LEFT_OUT = {"teach", "data", "__pycache__"}


def files() -> dict[str, bytes]:
    """Return the files of the package for a class, by their paths inside it.

    Examples
    --------
    >>> made = files()
    >>> "b2b/decisions/keys.py" in made, "teach/cli.py" in made
    (True, False)
    """
    questions = {path.stem: banks.withheld(path) for path in _banks()}
    return {
        **dict(_code(questions)),
        **dict(_data()),
        **{
            f"data/questions/{name}.yml": text.encode()
            for name, text in questions.items()
        },
        **{f"data/questions/{name}": text.encode() for name, text in _beside()},
    }


def sums() -> dict[str, str]:
    """Return a sum of the bytes of each file of the whole package and its data.

    Examples
    --------
    >>> "data/questions/decisions.yml" in sums()
    True
    """
    homes = {"salescourse": _PACKAGE, "data": data_dir()}
    return {
        f"{name}/{path.relative_to(home).as_posix()}": _sum(path)
        for name, home in homes.items()
        for path in sorted(home.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def exercises() -> set[str]:
    """Return the ids of all exercises."""
    items = (item for path in _banks() for item in read_source(path).content["items"])
    return {item["id"] for item in items if item["type"] == "code"}


def _banks() -> list[Path]:
    return sorted((data_dir() / "questions").glob("*.yml"))


def _code(questions: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    for path in sorted(_PACKAGE.rglob("*")):
        parts = path.relative_to(_PACKAGE).parts
        if not path.is_file() or parts[0] in _LEFT_OUT or "__pycache__" in parts:
            continue
        content = path.read_bytes()
        if path.name == "keys.py":
            used = questions.get(parts[-2], "") or questions.get("map", "")
            content = banks.pruned(content.decode(), used).encode()
        yield "/".join(parts), content


def _data() -> Iterator[tuple[str, bytes]]:
    for path in sorted(data_dir().rglob("*")):
        parts = path.relative_to(data_dir()).parts
        if path.is_file() and parts[0] != "questions" and "__pycache__" not in parts:
            yield "/".join(["data", *parts]), path.read_bytes()


def _beside() -> Iterator[tuple[str, str]]:
    """Return what lies beside the banks; a hash of a key would give the key away."""
    folder, hidden = data_dir() / "questions", exercises()
    yield "schema.json", banks.schema((folder / "schema.json").read_text("utf-8"))
    for name in ("earlier_hashes.json", "earlier_ids.json"):
        known = json.loads((folder / name).read_text("utf-8"))
        kept = {k: v for k, v in known.items() if k not in hidden}
        yield name, json.dumps(kept, indent=1)
