"""What `tables.yml` says, and how a mistake in it is told."""

import pytest

from salescourse.datasets import _KINDS
from salescourse.tables import KINDS, DamagedData, read_tables
from salescourse.teach.validate import data

GOOD = """\
other:
  file: b.csv
  columns: {days: {kind: count, about: days}}
  about: B
  source: here
  license: CC0
  remedy: Again.
offers:
  file: a.csv
  about: Offers.
  source: here
  license: CC0
  remedy: Make it again.
  columns:
    days: {kind: count, about: days until the answer}
    won: {kind: flag, about: whether it was accepted}
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("{kind: count, about: days until the answer}", "count", 15,
         "column days of table offers must be names with values, got 'count'"),
        ("kind: flag", "kind: yesno", 16, "won has kind 'yesno'; kinds are: category, "),
        (", about: whether it was accepted", "", 16, "column won of table offers lacks about"),
        ("kind: flag", "kind: flag, unit: EUR", 16, "has a field 'unit'; fields are: kind"),
        ("  about: Offers.\n", "", 8, "table offers lacks about"),
        ("won: {kind", "won: {{kind", 17, "did not find expected"),
    ],
)  # fmt: skip
def test_a_mistaken_row_is_named_with_its_table_and_line(
    tmp_path, old, new, line, said
):
    assert old in GOOD
    text = (
        GOOD.replace(old, new, 1)
        if "kind: count" not in old
        else GOOD.replace(old, new)
    )
    (tmp_path / "tables.yml").write_text(text, encoding="utf-8")
    with pytest.raises(DamagedData) as caught:
        read_tables(tmp_path / "tables.yml")
    words = str(caught.value)
    assert words.startswith(f"data/tables.yml, line {line}: ")
    assert said in words
    assert "comment at the top of the file" in words
    (found,) = data.tables(tmp_path / "tables.yml")
    assert found.line == line


def test_every_kind_that_may_be_written_can_be_read():
    assert list(_KINDS) == list(KINDS)
