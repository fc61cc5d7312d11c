"""Rules about the form of a chapter: its parts, cells, pictures, links, practice."""

import re

from salescourse.teach.prose.chapter import Chapter, Found

ANATOMY = (
    "A scene",
    "The idea",
    "The model",
    "The data",
    "Exercises",
    "Claim or evidence?",
    "Your numbers",
    "Quiz",
    "What you now know",
)
# A chapter has it once it has a sheet.
IF_THERE = "Your numbers"
MOST_LINES, MOST_DRAWING_LINES, MOST_COLUMNS = 12, 24, 88
LEAST_ALT_CHARACTERS, LEAST_ALT_NUMBERS = 80, 2
LEAST_ITEMS, MOST_ITEMS, LEAST_TYPES = 6, 12, 4


def anatomy(chapter: Chapter) -> Found:
    """The parts are there, in their order."""
    parts = [
        part
        for cell in chapter.prose
        for part in re.findall(r"^## (.+)$", cell.source, flags=re.MULTILINE)
    ]
    if parts not in (list(ANATOMY), [part for part in ANATOMY if part != IF_THERE]):
        yield (
            "",
            (
                "Give the chapter these parts in this order: "
                f"{', '.join(ANATOMY)}. It has: {', '.join(parts)}."
            ),
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
            (
                "List the three objectives of the question bank word for word: "
                f"{'; '.join(wanted)}."
            ),
        )


def questions(chapter: Chapter) -> Found:
    """There are enough questions, of enough kinds."""
    shown = [item for item in chapter.bank.items if item.type != "code"]
    types = {item.type for item in shown}
    if not LEAST_ITEMS <= len(shown) <= MOST_ITEMS:
        yield (
            "quiz",
            (f"Ask {LEAST_ITEMS} to {MOST_ITEMS} questions; there are {len(shown)}."),
        )
    if len(types) < LEAST_TYPES:
        yield (
            "quiz",
            (
                f"Use at least {LEAST_TYPES} types of question; there are: "
                f"{', '.join(sorted(types))}."
            ),
        )
    if "scenario" not in types:
        yield "quiz", "Add a scenario, a conversation that branches."


def cell_ids(chapter: Chapter) -> Found:
    """Ids are words, since translations and links hang on them."""
    for cell in chapter.cells:
        if not re.fullmatch(r"[a-z][a-z0-9-]{1,63}", cell.id):
            yield cell.id, "Name the cell in lower-case words joined by dashes."


def cell_size(chapter: Chapter) -> Found:
    """A cell holds one idea."""
    for cell in chapter.code:
        hidden = cell.metadata.get("jupyter", {}).get("source_hidden")
        most = MOST_DRAWING_LINES if hidden else MOST_LINES
        lines = cell.source.splitlines()
        if len(lines) > most:
            yield (
                cell.id,
                f"Split the cell: it has {len(lines)} lines, at most {most}.",
            )
        if max(map(len, lines), default=0) >= MOST_COLUMNS:
            yield (
                cell.id,
                f"Break lines longer than {MOST_COLUMNS - 1} characters.",
            )


def pictures(chapter: Chapter) -> Found:
    """A figure says in words what it shows."""
    for cell in chapter.code:
        for output in cell.outputs:
            text = "".join(output.get("data", {}).get("text/plain", ""))
            if "image/png" in output.get("data", {}):
                yield cell.id, "Finish the figure with plots.show(fig, alt)."
            if not text.startswith("Figure: "):
                continue
            numbers = len(re.findall(r"\d[\d.,]*", text))
            if numbers < LEAST_ALT_NUMBERS or len(text) < LEAST_ALT_CHARACTERS:
                yield (
                    cell.id,
                    "Let the alternative text say the finding and two of its numbers.",
                )


def links(chapter: Chapter) -> Found:
    """What is linked is there."""
    bib, glossary = chapter.page("references.bib"), chapter.page("glossary.md").lower()
    for cell in chapter.prose:
        for key in re.findall(r"\]\(cite:([^)]+)\)", cell.source):
            if not re.search(rf"^@\w+\{{{re.escape(key)},", bib, flags=re.MULTILINE):
                yield cell.id, f"Add {key} to book/references.bib."
        for word in re.findall(r"\]\(term:([^)]+)\)", cell.source):
            if f"\n{word.replace('-', ' ')}\n" not in glossary:
                yield cell.id, f"Add {word} to book/glossary.md."


def contents(chapter: Chapter) -> Found:
    """The book knows the chapter, and a test holds the numbers of its prose."""
    file, tests = f"notebooks/{chapter.path.stem}", chapter.root / "tests"
    wanted = {"_toc.yml": "", "intro.md": "a card for ", "instructors.md": "a row for "}
    for page, part in wanted.items():
        there = (chapter.root / "book" / page).is_file()
        if there and not re.search(rf"\b{file}\b", chapter.page(page)):
            yield "", f"Add {part}{file} to book/{page}."
    test = f"test_{chapter.name}_chapter.py"
    if tests.is_dir() and not any(tests.glob(f"*/{test}")):
        yield "", f"Add {test} below tests/: it works out the numbers of the prose."


def warnings(chapter: Chapter) -> Found:
    """No cell prints a warning."""
    for cell in chapter.code:
        if any(output.get("name") == "stderr" for output in cell.outputs):
            yield cell.id, "Mend what makes the cell print a warning."


def practice(chapter: Chapter) -> Found:
    """There is a quiz, an explorer and a workbench."""
    source = "\n".join(cell.source for cell in chapter.code)
    for call in (f'quiz("{chapter.name}")', "explore(", "workbench("):
        if not re.search(rf"^{re.escape(call)}", source, flags=re.MULTILINE):
            yield "", f"Add a cell that calls {call}"
