"""The small exports of `exports/*.json`: as files, and what they must give."""

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

HERE = Path(__file__).parent / "exports"


def cases() -> list[dict[str, Any]]:
    found = []
    for path in sorted(HERE.glob("*.json")):
        found += json.loads(path.read_text(encoding="utf-8"))["cases"]
    return found


def as_bytes(file: dict[str, Any]) -> bytes:
    if "sheets" in file:
        return workbook(file["sheets"])
    text = file.get("newline", "\n").join([*file["lines"], ""])
    mark = b"\xef\xbb\xbf" if file.get("bom") else b""
    return mark + text.encode(file.get("encoding", "utf-8"))


def workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([day(cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def day(cell: Any) -> Any:
    return datetime.fromisoformat(cell["day"]) if isinstance(cell, dict) else cell
