"""The statistics in words for a terminal, and as a table for a spreadsheet."""

import math
from collections.abc import Iterable, Iterator

from salescourse.teach.grade.tables import as_csv
from salescourse.teach.statistics.chapters import ChapterStatistics, ItemStatistics

COLUMNS = ("chapter", "learners", "alpha", "item", "answered", "facility",
           "discrimination", "efficiency", "looks wrong", "options drawn")  # fmt: skip


def lines(chapters: Iterable[ChapterStatistics]) -> Iterator[str]:
    """Return the lines for a terminal."""
    for chapter in chapters:
        yield (
            f"{chapter.chapter}: {chapter.learners} learners, "
            f"Cronbach's alpha {_number(chapter.alpha)}"
        )
        yield f"  {'item':<34}{'answered':>9}{'facility':>10}{'discrim.':>10}{'effic.':>8}"
        for item in chapter.items:
            yield (
                f"  {item.item:<34}{item.answered:>9}{_percent(item.facility):>10}"
                f"{_percent(item.discrimination):>10}{_percent(item.efficiency):>8}"
            )
            if item.looks_wrong:
                yield f"    {item.looks_wrong}"
            yield from _drawn(item)


def table(chapters: Iterable[ChapterStatistics]) -> str:
    """Return the same as CSV; shares are numbers from −1 to 1."""
    rows = [
        [chapter.chapter, chapter.learners, _number(chapter.alpha), item.item,
         item.answered, *map(_number, (item.facility, item.discrimination, item.efficiency)),
         item.looks_wrong, "; ".join(line.strip() for line in _drawn(item))]
        for chapter in chapters for item in chapter.items
    ]  # fmt: skip
    return as_csv(COLUMNS, rows)


def _drawn(item: ItemStatistics) -> Iterator[str]:
    for option in item.options:
        sign = "✓" if option.right else " "
        text = option.text if len(option.text) <= 60 else f"{option.text[:59]}…"
        yield f"    {sign} {option.chosen:>4}  {text}"


def _percent(share: float) -> str:
    return "-" if math.isnan(share) else f"{100 * share:.0f} %"


def _number(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3f}"
