"""What a chapter says, for the tests that compute its numbers again."""

from pathlib import Path

from salescourse.teach.execute import read


def said_in(notebook: Path) -> str:
    """Return prose and figure texts as one line, with ordinary spaces."""
    parts = []
    for cell in read(notebook).cells:
        if cell.cell_type == "markdown":
            parts.append(cell.source)
        for output in cell.get("outputs", []):
            parts.append(output.get("data", {}).get("text/plain", ""))
    return " ".join(" ".join(parts).replace("\u00a0", " ").split())
