"""The sentences on an export: file, columns, days, amounts, ends, census, what is out."""

from collections.abc import Iterator, Mapping

import pandas as pd

from salescourse.crm.settle import NO_END
from salescourse.crm.story import Story, facts
from salescourse.crm.text import DELIMITERS
from salescourse.crm.understood import Sentence, Understood
from salescourse.crm.vocabulary import vocabulary
from salescourse.crm.warn import warnings_of

# What was mended or seen, in words, with the argument that changes it; True where a
# number may be wrong because of it.
_COUNTS: Mapping[str, tuple[str, str, bool]] = {
    "one name": (
        "{n} rows have the id or name of another deal and another first day; they "
        "count as deals of their own.", 'deal="..."', True),
    "history before": (
        "In {n} deals the history begins before the deal was created: it began then.",
        "", False),
    "history after": (
        "In {n} deals the history begins after the day the deal was created: stages "
        "before may be missing, and the days of the first one wrong.",
        "", True),
    "begun by history": (
        "{n} deals have no first day of their own and begin with their history.",
        "", False),
    "stamped elsewhere": (
        "In {n} deals the history closes more than a day from the close date: the "
        "history was believed, since a program stamped it.", "", False),
    "ended by change": (
        "{n} closed deals have no last day; their last stage change was taken.",
        "changed=None", False),
    "hopes": (
        "{n} open deals have a close date: a hope, which is not used.",
        'closed="..."', False),
    "closed in history only": (
        "{n} deals are closed in the history and open in the table: the table was "
        "believed.", 'status="..."', True),
    "strangers": (
        "{n} deals of the history are not in the table of deals, and left out. Were "
        "they deleted?", "", True),
    "came back": (
        "{n} times a deal was closed and came back: it was open all the while.",
        "", False),
    "events after the end": (
        "{n} stages were entered after the deal had ended, and left out.", "", False),
    "no history": ("{n} deals have no history and are not in the log.", "", True),
    "steps back": ("{n} steps lead back to an earlier stage.", "", False),
    "entered again": ("{n} times a stage was entered again.", "", False),
    "ended after the census day": (
        "{n} deals ended after the census day and count as open.",
        'census="YYYY-MM-DD"', False),
}  # fmt: skip

# What is left out because something is missing, and from which share on it matters.
_LOST = (NO_END, "closed before created", "no first day: never begun")
_MANY = 0.05
_MOST_STAGES = 30


def tell(story: Story) -> Understood:
    """Return what was understood, in sentences and as facts."""
    parts = (
        _files(story), _columns(story), _days(story), _money(story), _ends(story),
        _census(story), _left_out(story), _counts(story),
        warnings_of(
            story.rows, story.census, story.gap, story.given.get("census") is not None
        ),
    )  # fmt: skip
    return Understood(tuple(one for part in parts for one in part), facts(story))


def _files(story: Story) -> Iterator[Sentence]:
    for sheet in story.sheets:
        marks = DELIMITERS.get(sheet.delimiter)
        cells = f", its cells stand between {marks}s" if marks else ""
        guess = "" if sheet.sure else " (a guess: look whether letters are right)"
        note = f"; {sheet.note}" if sheet.note else ""
        yield Sentence(
            "File",
            f"{_upper(sheet.name)} is {sheet.encoding}{guess}{cells}; "
            f"{len(sheet.rows)} rows{note}.",
            "sheet=..." if sheet.encoding == "XLSX" else "encoding=..., delimiter=...",
            warning=not sheet.sure,
        )
    if story.crm:
        name = vocabulary().crms[story.crm]["name"]
        yield Sentence("CRM", f"The columns are those of {name}.")


def _upper(text: str) -> str:
    return text[0].upper() + text[1:] if text.startswith("the ") else text


def _columns(story: Story) -> Iterator[Sentence]:
    if story.deals is not None:
        sheet, roles = story.deals
        for role, place in roles.columns.items():
            yield Sentence(
                role, f'The column "{sheet.header[place]}".', f'{role}="..."'
            )
        if story.table.named_by != "deal":
            by = {"name": "their names", "row": "the row they stand in"}
            yield Sentence(
                "deal", f"There is no id; deals are called by {by[story.table.named_by]}.",
                'deal="..."',
            )  # fmt: skip
    if story.history is not None:
        sheet, roles = story.history
        for role, place in roles.columns.items():
            yield Sentence(
                f"history: {role}", f'The column "{sheet.header[place]}".',
                f'history_{role}="..."',
            )  # fmt: skip
    yield Sentence("History", _history(story), "")


def _history(story: Story) -> str:
    kind = story.events.kind
    if not kind:
        return (
            "There is no history of stages: the log has one stage, from a deal's first "
            "day to its end, and chances depend on age alone."
        )
    where = (
        "columns of days, one per stage" if kind == "columns" else "a file of events"
    )
    left = len(story.stages) - _MOST_STAGES
    more = f" and {left} more" if left > 0 else ""
    named = ", ".join(story.stages[:_MOST_STAGES]) or "none"
    return f"{_upper(where)}: stages {named}{more}."


def _days(story: Story) -> Iterator[Sentence]:
    for head, read in story.dates.items():
        change = 'date_order="day first" or "month first"'
        if read.order:
            yield Sentence("Days", f'In "{head}" the {read.order.replace(" first", "")} '
                           f"comes first, {read.why}.", change)  # fmt: skip
        if read.never:
            yield Sentence(
                "Days", f'{read.never} cells of "{head}" have a year that means never, '
                "and count as empty.",
            )  # fmt: skip
        if read.unread:
            yield Sentence(
                "Days", f'{read.unread} cells of "{head}" are no days, such as '
                f"{read.example!r}, and count as empty.", warning=True,
            )  # fmt: skip
        if read.mixed:
            yield Sentence(
                "Days", f'"{head}" holds days in text and days of a spreadsheet, which '
                "may have turned day and month around in some. Export again as CSV.",
                warning=True,
            )  # fmt: skip


def _money(story: Story) -> Iterator[Sentence]:
    read = story.table.amounts
    if read is None:
        return
    if read.decimal:
        sign = {".": "a point", ",": "a comma"}[read.decimal]
        yield Sentence(
            "Amounts", f"The decimal sign is {sign}, {read.why}.", 'decimal="." or ","',
            warning=not read.sure,
        )  # fmt: skip
    if read.unread:
        yield Sentence(
            "Amounts", f"{read.unread} are no numbers, such as {read.example!r}, and "
            "count as empty.", warning=True,
        )  # fmt: skip


def _ends(story: Story) -> Iterator[Sentence]:
    states = story.states
    named = {
        kind: [stage for stage, one in states.stages.items() if one == kind]
        for kind in ("won", "lost")
    }
    says = "; ".join(
        f"{kind} by {', '.join(stages)}" for kind, stages in named.items() if stages
    )
    yield Sentence(
        "Ends", f"How deals ended is told by {states.from_}{': ' * bool(says)}{says}.",
        "won=[...], lost=[...], open=[...]",
    )  # fmt: skip
    if states.unlike:
        yield Sentence(
            "Ends", f"In {states.unlike} rows the stage and what tells the end disagree; "
            "the stage was not believed.", "status=None takes the stage", warning=True,
        )  # fmt: skip
    if states.going_on:
        yield Sentence(
            "Ends", f"Deals go on in: {', '.join(states.going_on[:_MOST_STAGES])}.",
            "lost=[...], won=[...]",
        )  # fmt: skip
    if states.near:
        yield Sentence(
            "Ends", f"These count as stages and end nothing: {', '.join(states.near)}.",
            f"lost=[{states.near[0]!r}]", warning=True,
        )  # fmt: skip
    if story.table.spellings:
        yield Sentence(
            "Spelling", f"{story.table.spellings} cells spell a stage or a status in "
            "another way than usual; they count as the same.",
        )  # fmt: skip


def _census(story: Story) -> Iterator[Sentence]:
    how = (
        "as you say" if story.given.get("census") is not None
        else "the latest day in the file that is no hope"
    )  # fmt: skip
    still = int((story.rows["outcome"] == "open").sum())
    yield Sentence(
        "Census day", f"{story.census:%Y-%m-%d}, {how}. All that is said of the {still} "
        "open deals hangs on it.", 'census="YYYY-MM-DD"',
    )  # fmt: skip


def _left_out(story: Story) -> Iterator[Sentence]:
    for sheet in story.sheets:
        for why, n in sheet.left_out.items():
            yield Sentence("Left out", f"{n} rows of {sheet.name}: {why}.")
    rows = len(story.table.rows)
    for why, n in story.mended.left_out.items():
        many = why in _LOST and n > _MANY * rows
        yield Sentence("Left out", f"{n} of {rows} rows: {why}.", warning=many)
    if story.events.repeated:
        yield Sentence("Left out", f"{story.events.repeated} events were there twice.")
    if _at_once(story.events.rows):
        yield Sentence(
            "History",
            "Most events of a deal have the same moment: is it the right column?",
            'history_at="..."',
            warning=True,
        )
    if story.events.unread:
        yield Sentence(
            "Left out",
            f"{story.events.unread} events lack a deal, a stage or a day.",
            warning=True,
        )


def _at_once(rows: pd.DataFrame) -> bool:
    """Tell whether most events have the moment of the one before them."""
    follows = rows["case"] == rows["case"].shift()
    return bool((rows["at"] == rows["at"].shift())[follows].mean() > 0.5)


def _counts(story: Story) -> Iterator[Sentence]:
    for name, (text, change, warning) in _COUNTS.items():
        if n := story.mended.counts.get(name):
            yield Sentence("Mended", text.format(n=n), change, warning)
