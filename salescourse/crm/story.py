"""What became of an export at each step, and the same as facts for programs."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from salescourse.crm.dates import Dates
from salescourse.crm.files import Sheet
from salescourse.crm.history import Events
from salescourse.crm.roles import Roles
from salescourse.crm.settle import Mended
from salescourse.crm.states import States
from salescourse.crm.table import Read


@dataclass(frozen=True)
class Story:
    """Everything that is told of."""

    sheets: list[Sheet]
    deals: tuple[Sheet, Roles] | None
    history: tuple[Sheet, Roles] | None
    table: Read
    states: States
    events: Events
    mended: Mended
    rows: pd.DataFrame
    census: pd.Timestamp
    gap: int
    crm: str
    stages: list[str]
    given: Mapping[str, object]

    @property
    def dates(self) -> dict[str, Dates]:
        """How columns of days were read, by their heads."""
        return {**self.table.dates, **self.events.dates}


def facts(story: Story) -> dict[str, object]:
    """Return what was understood for programs, and for tests of Python and page."""
    first = story.sheets[0]
    roles = {}
    if story.deals is not None:
        sheet, found = story.deals
        roles = {role: sheet.header[place] for role, place in found.columns.items()}
    left_out = dict(story.mended.left_out)
    for one in story.sheets:
        for why, n in one.left_out.items():
            left_out[why] = left_out.get(why, 0) + n
    amounts = story.table.amounts
    return {
        "encoding": first.encoding,
        "delimiter": first.delimiter,
        "crm": story.crm,
        "roles": roles,
        "date_order": {
            head: one.order for head, one in story.dates.items() if one.order
        },
        "decimal": amounts.decimal if amounts else "",
        "census": f"{story.census:%Y-%m-%d}",
        "history": story.events.kind,
        "stages": story.stages,
        "ends": dict(story.states.stages),
        "left_out": left_out,
        "mended": {k: n for k, n in story.mended.counts.items() if n},
    }
