"""Rules about exercises: their stubs, and the solutions folded away below them."""

import ast
from symtable import symtable

from salescourse.teach.prose.chapter import Chapter, Found


def exercises(chapter: Chapter) -> Found:
    """There are three, and their stubs are told kindly."""
    stubs, solved = chapter.tagged("exercise"), chapter.tagged("solution")
    if (len(stubs), len(solved)) != (3, 3):
        yield (
            "",
            (
                "Give the chapter three cells tagged exercise and three tagged "
                f"solution; there are {len(stubs)} and {len(solved)}."
            ),
        )
    for number, cell in enumerate(stubs, 1):
        if "Not answered yet" not in str(cell.outputs):
            yield cell.id, "Let the stub be answered with 'Not answered yet'."
        if (
            f'check("{chapter.name}-{number}"' not in cell.source
            or "..." not in cell.source
        ):
            yield (
                cell.id,
                (
                    "Leave `...` to replace and end with "
                    f'check("{f"{chapter.name}-{number}"}", …).'
                ),
            )


def solutions(chapter: Chapter) -> Found:
    """Solutions pass, record nothing, and show nothing before they are opened."""
    for number, cell in enumerate(chapter.tagged("solution"), 1):
        name = f"{chapter.name}-{number}"
        if not cell.source.startswith("# One solution\n"):
            yield (
                cell.id,
                (
                    "Begin the solution with the line `# One solution`, since JupyterLab "
                    "shows the first line of a folded cell."
                ),
            )
        if f'solution("{name}", ' not in cell.source or "check(" in cell.source:
            yield (
                cell.id,
                (
                    f'End the solution with solution("{name}", …). `check` would '
                    "record it as the learner's answer."
                ),
            )
        if f"{name}: One solution." not in str(cell.outputs):
            yield cell.id, "Mend the solution: it does not say 'One solution.'"
        folded = cell.metadata.get("jupyter", {}).get("source_hidden")
        if not folded or "hide-cell" not in cell.metadata["tags"]:
            yield cell.id, "Fold the solution: tag hide-cell, and hide its source."


def names(chapter: Chapter) -> Found:
    """A solution that was run leaves the learner's names as they were."""
    try:
        elsewhere = {
            name
            for cell in chapter.code
            if "solution" not in cell.metadata.get("tags", [])
            for name in _used(cell.source)
        }
        left = {cell.id: _left(cell.source) for cell in chapter.tagged("solution")}
    except SyntaxError:  # found where the cell is run
        return
    for cell, stays in left.items():
        for name in sorted(stays & elsewhere):
            yield (
                cell,
                f"Call {name} something else here: other cells use that name.",
            )


def _used(source: str) -> set[str]:
    """Return the names that a cell uses or defines."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.FunctionDef):
            found.add(node.name)
    return found


def _left(source: str) -> set[str]:
    """Return the names that a cell leaves behind once it has run."""
    symbols = symtable(source, "cell", "exec").get_symbols()
    return {each.get_name() for each in symbols if each.is_assigned()}
