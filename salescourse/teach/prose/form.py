"""Rules about the form of a chapter: its parts, cells, pictures, links, practice."""

import re

from salescourse.teach.prose.chapter import Chapter, Found
from salescourse.words import _

ANATOMY = (
    "A scene",
    "The idea",
    "The model",
    "The data",
    "Exercises",
    "Claim or evidence?",
    "Quiz",
    "What you now know",
)
MOST_LINES, MOST_DRAWING_LINES, MOST_COLUMNS = 12, 24, 88
LEAST_ALT_CHARACTERS, LEAST_ALT_NUMBERS = 80, 2
LEAST_ITEMS, MOST_ITEMS, LEAST_TYPES = 6, 10, 4


def anatomy(chapter: Chapter) -> Found:
    """The parts are there, in their order."""
    parts = [
        part
        for cell in chapter.prose
        for part in re.findall(r"^## (.+)$", cell.source, flags=re.MULTILINE)
    ]
    if parts != list(ANATOMY):
        yield (
            "",
            _(
                "Give the chapter these parts in this order: {wanted}. It has: {got}."
            ).format(wanted=", ".join(ANATOMY), got=", ".join(parts)),
        )


def objectives(chapter: Chapter) -> Found:
    """The aims are those of the bank, which sees that each is tested."""
    head = chapter.cells[0]
    aims = [
        line.removeprefix("- ").rstrip(";.")
        for line in head.source.splitlines()
        if line.startswith("- ")
    ]
    wanted = [each.text.strip() for each in chapter.bank.objectives]
    if aims != wanted:
        yield (
            head.id,
            _(
                "List the three objectives of the question bank word for word: {wanted}."
            ).format(wanted="; ".join(wanted)),
        )


def questions(chapter: Chapter) -> Found:
    """There are enough questions, of enough kinds."""
    shown = [item for item in chapter.bank.items if item.type != "code"]
    types = {item.type for item in shown}
    if not LEAST_ITEMS <= len(shown) <= MOST_ITEMS:
        yield (
            "quiz",
            _("Ask {least} to {most} questions; there are {n}.").format(
                least=LEAST_ITEMS, most=MOST_ITEMS, n=len(shown)
            ),
        )
    if len(types) < LEAST_TYPES:
        yield (
            "quiz",
            _("Use at least {n} types of question; there are: {types}.").format(
                n=LEAST_TYPES, types=", ".join(sorted(types))
            ),
        )
    if "scenario" not in types:
        yield "quiz", _("Add a scenario, a conversation that branches.")


def cell_ids(chapter: Chapter) -> Found:
    """Ids are words, since translations and links hang on them."""
    for cell in chapter.cells:
        if not re.fullmatch(r"[a-z][a-z0-9-]{1,63}", cell.id):
            yield cell.id, _("Name the cell in lower-case words joined by dashes.")


def cell_size(chapter: Chapter) -> Found:
    """A cell holds one idea."""
    for cell in chapter.code:
        hidden = cell.metadata.get("jupyter", {}).get("source_hidden")
        most = MOST_DRAWING_LINES if hidden else MOST_LINES
        lines = cell.source.splitlines()
        if len(lines) > most:
            yield (
                cell.id,
                _("Split the cell: it has {n} lines, at most {most}.").format(
                    n=len(lines), most=most
                ),
            )
        if max(map(len, lines), default=0) >= MOST_COLUMNS:
            yield (
                cell.id,
                _("Break lines longer than {n} characters.").format(n=MOST_COLUMNS - 1),
            )


def pictures(chapter: Chapter) -> Found:
    """A figure says in words what it shows."""
    for cell in chapter.code:
        for output in cell.outputs:
            text = "".join(output.get("data", {}).get("text/plain", ""))
            if "image/png" in output.get("data", {}):
                yield cell.id, _("Finish the figure with plots.show(fig, alt).")
            if not text.startswith("Figure: "):
                continue
            numbers = len(re.findall(r"\d[\d.,]*", text))
            if numbers < LEAST_ALT_NUMBERS or len(text) < LEAST_ALT_CHARACTERS:
                yield (
                    cell.id,
                    _(
                        "Let the alternative text say the finding and two of its numbers."
                    ),
                )


def links(chapter: Chapter) -> Found:
    """What is linked is there."""
    bib, glossary = chapter.page("references.bib"), chapter.page("glossary.md").lower()
    for cell in chapter.prose:
        for key in re.findall(r"\]\(cite:([^)]+)\)", cell.source):
            if not re.search(rf"^@\w+\{{{re.escape(key)},", bib, flags=re.MULTILINE):
                yield cell.id, _("Add {key} to book/references.bib.").format(key=key)
        for word in re.findall(r"\]\(term:([^)]+)\)", cell.source):
            if f"\n{word.replace('-', ' ')}\n" not in glossary:
                yield cell.id, _("Add {word} to book/glossary.md.").format(word=word)


def contents(chapter: Chapter) -> Found:
    """The book knows the chapter."""
    if f"notebooks/{chapter.path.stem}\n" not in chapter.page("_toc.yml"):
        yield (
            "",
            _("Add notebooks/{name} to book/_toc.yml.").format(name=chapter.path.stem),
        )


def warnings(chapter: Chapter) -> Found:
    """No cell prints a warning."""
    for cell in chapter.code:
        if any(output.get("name") == "stderr" for output in cell.outputs):
            yield cell.id, _("Mend what makes the cell print a warning.")


def practice(chapter: Chapter) -> Found:
    """There is a quiz, an explorer and a workbench."""
    source = "\n".join(cell.source for cell in chapter.code)
    for call in (f'quiz("{chapter.name}")', "explore(", "workbench("):
        if not re.search(rf"^{re.escape(call)}", source, flags=re.MULTILINE):
            yield "", _("Add a cell that calls {call}").format(call=call)
