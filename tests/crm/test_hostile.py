"""Files that hold no deals: each is answered with what to export instead, and where."""

import importlib.util
import io
import random
import time
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from salescourse.crm import Question, read_crm

_spec = importlib.util.spec_from_file_location(
    "crm_exports", Path(__file__).with_name("exports.py")
)
exports = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(exports)

GOOD = b"id,opened,closed,outcome\n1,2026-01-05,2026-02-04,won\n2,2026-01-06,,\n"
BOOK = exports.workbook({"Deals": [["id", "opened"], [1, 2]]})


def packed(**files):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as folder:
        for name, text in files.items():
            folder.writestr(name, text)
    return file.getvalue()


HOSTILE = {
    "empty": (b"", "is empty"),
    "blank": (b"  \n \r\n", "is empty"),
    "a PDF": (b"%PDF-1.7 ...", "a PDF"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, r"\.xls"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a picture"),
    "bytes": (random.Random(1).randbytes(5000), "not text"),
    "bytes that begin like UTF-16": (b"\xff\xfe\x00\xd8\x00", "text that breaks off"),
    "a packed folder": (packed(deals="id,opened"), "packed folder"),
    "a workbook that breaks off": (BOOK[: len(BOOK) // 2], "damaged or breaks off"),
    "a workbook without its parts": (packed(**{"xl/workbook.xml": "<a"}), "damaged"),
    "a web page called .xls": (
        b"<html><table><tr><td>Deal</td></tr></table>",
        "a web page",
    ),
    "JSON": (b'[{"id": 1, "stage": "won"}]', "JSON"),
    "an open quotation mark": (
        b'id,name,opened\n1,"Pumps,2026-01-05\n2,Kiln,2026-01-06\n',
        "begins on line 2 is not closed",
    ),
    "text behind a quotation mark": (
        b'id,name,opened\n1,"Pu"mps,2026-01-05\n',
        "line 2",
    ),
    "one row": (b"id,opened,closed,outcome\n", "a header and no deals"),
    "one column": (b"deal\n1\n2\n", "has one column"),
    "a sentence": (b"Dear all, please find the deals attached. Best, A.", "no deals"),
    "5 000 columns": (
        (",".join(f"c{k}" for k in range(5000)) + "\n" + "1," * 4999 + "1\n").encode(),
        "5,000 columns; at most 2,000",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_without_deals_is_answered_with_where_to_get_one(name):
    raw, why = HOSTILE[name]
    with pytest.raises(ValueError, match=why) as refused:
        read_crm(raw)
    text = str(refused.value)
    assert "Export" in text or "export" in text
    assert "HubSpot: CRM > Deals > Export" in text
    assert "Dynamics 365: Opportunities >" in text


def test_where_the_header_tells_the_crm_only_its_menu_is_named():
    raw = b"Deal - ID,Deal - Stage,Deal - Status,Deal - Won time\n"
    with pytest.raises(ValueError, match="Pipedrive: Deals >") as refused:
        read_crm(raw)
    assert "HubSpot" not in str(refused.value)
    with pytest.raises(Question, match="Which column says when") as asked:
        read_crm(raw + b"1,Demo,Won,2026-01-05 09:00:00\n")
    assert asked.value.argument == "created"
    assert "Pipedrive: Deals >" in str(asked.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError, match="There is no file"):
        read_crm(tmp_path / "none.csv")


def test_a_workbook_that_would_fill_the_memory_is_not_opened(monkeypatch):
    monkeypatch.setattr("salescourse.crm.sheets._MOST_BYTES", 1000)
    with pytest.raises(ValueError, match="unpacks to more than 400 MB"):
        read_crm(BOOK)


def test_too_many_rows(monkeypatch):
    monkeypatch.setattr("salescourse.crm.text._MOST_ROWS", 2)
    with pytest.raises(ValueError, match="more than 2 rows"):
        read_crm(GOOD)


def test_whatever_is_in_cells_is_escaped():
    raw = (
        b"id,opened,<script>alert(1)</script>,outcome,name\n"
        b"1,2026-01-05,2026-02-04,won,<b>Test</b>\n2,2026-01-06,,,x\n"
    )
    export = read_crm(raw, closed="<script>alert(1)</script>")
    page = export._repr_html_()
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert "<b>" not in page


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        ({"crated": "opened"}, TypeError, 'no role "crated".*Did you mean "created"'),
        ({"created": "Opend"}, ValueError, 'created="Opend" names no column.*"opened"'),
        ({"created": 3}, TypeError, "created must name a column, got 3"),
        ({"census": "soon"}, ValueError, "census must be a day such as 2026-06-30"),
        ({"census": 20260101}, ValueError, "census must be a day"),
        ({"census": "2020-01-01"}, ValueError, "No deal"),
        ({"since": "2030-01-01"}, ValueError, "No deal is left.*created before"),
        ({"date_order": "dmy"}, ValueError, "date_order must be one of 'day first'"),
        ({"decimal": "x", "amount": "id"}, ValueError, "decimal must be one of"),
        ({"encoding": "utf-99"}, ValueError, 'There is no encoding "utf-99"'),
        ({"encoding": "utf-32"}, ValueError, "not written in encoding"),
        ({"delimiter": "x"}, ValueError, "delimiter must be one of"),
        ({"leave_out": "1"}, TypeError, "leave_out must be a list"),
        ({"created": "outcome"}, ValueError, 'The column "outcome" must hold days'),
    ],
    ids=str,
)
def test_arguments_that_do_not_fit(arguments, error, says):
    with pytest.raises(error, match=says):
        read_crm(GOOD, **arguments)


def test_no_sheet_of_that_name():
    with pytest.raises(ValueError, match=r'no sheet "Leads".*"Deals"'):
        read_crm(BOOK, sheet="Leads")


def test_two_tables_with_different_columns():
    other = b"id,opened,closed,state\n3,2026-01-05,2026-02-04,won\n"
    with pytest.raises(ValueError, match="different columns"):
        read_crm(GOOD, other)


@pytest.mark.parametrize("seed", range(40))
def test_damaged_files_are_read_or_refused_in_words(seed):
    """Bytes are changed at random; what comes is an export or a ValueError."""
    rng = random.Random(seed)
    raw = bytearray(exports.as_bytes(exports.cases()[seed]["files"][0]))
    for _ in range(rng.choice([1, 5, 50])):
        raw[rng.randrange(len(raw))] = rng.randrange(256)
    try:
        export = read_crm(bytes(raw))
    except ValueError as error:
        assert len(str(error)) > 30  # noqa: PT017
    else:
        assert len(export.deals)
        assert str(export.understood)


def test_a_large_file_is_read_in_seconds():
    rows = [
        f"{k},2025-{k % 12 + 1:02}-{k % 28 + 1:02},2026-0{k % 6 + 1}-{k % 28 + 1:02},"
        f"{('won', 'lost', '')[k % 3]}"
        for k in range(20_000)
    ]
    start = time.perf_counter()
    export = read_crm(("id,opened,closed,outcome\n" + "\n".join(rows)).encode())
    assert len(export.deals) == 20_000
    assert time.perf_counter() - start < 20


def test_utf_16_without_a_mark():
    raw = GOOD.decode().encode("utf-16-le")
    assert read_crm(raw).understood.facts["encoding"] == "UTF-16"
    raw = GOOD.decode().encode("utf-16-be")
    assert len(read_crm(raw).deals) == 2


def test_a_table_is_read_as_its_file_is():
    frame = pd.DataFrame(
        {
            "id": [1, 2, 3],
            "opened": pd.to_datetime(["2026-01-05", "2026-01-06", "2026-01-20"]),
            "closed": pd.to_datetime(["2026-02-04", "2026-01-16", None]),
            "outcome": pd.Categorical(["won", "lost", None]),
            "value": [1.234, None, 5.0],
        }
    )
    export = read_crm(frame)
    assert export.deals["days"].tolist() == [30, 10, 15]
    assert export.deals["amount"].tolist()[::2] == [1.234, 5.0]
    with pytest.raises(ValueError, match="no rows, or fewer than two columns"):
        read_crm(frame[:0])
