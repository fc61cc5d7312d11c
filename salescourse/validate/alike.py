"""Texts that say the same, though the day, the machine or the speed is another.

What came is taken apart: where it shows a date of today, a path of this machine, an
address or a timing, any other of that kind may have been expected. All the rest must
be equal to the letter.
"""

import re
import sys
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August",
           "September", "October", "November", "December"]  # fmt: skip
_NAMES = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS)
_NEAR = timedelta(days=2)

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp][Mm])?"
_ZONE = r"(?:Z|[+-]\d{2}:?\d{2}| [A-Z]{3,4})?"
_ISO = r"(?:19|20)\d{2}-\d{2}-\d{2}"
_DAY = (
    rf"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? (?:{_NAMES}) +\d{{1,2}} {_CLOCK} \d{{4}}"
)
_LONG = rf"\d{{1,2}}\.? (?:{_NAMES}) \d{{4}}|(?:{_NAMES}) \d{{1,2}}, \d{{4}}"
_CALL = r"datetime\.(?:date|datetime)\([^()]*\)"
_STAMP = rf"{_ISO}[T ]{_CLOCK}{_ZONE}"

_NUMBER = r"\d+(?:\.\d+)?(?:e[+-]?\d+)?"
_TIME_UNIT = (
    r"(?:ns|µs|μs|us|ms|s|sec|secs|seconds?|milliseconds?|microseconds?|minutes?|min)"
)
_SPAN = rf"{_NUMBER} ?{_TIME_UNIT}"
_TIMING = (
    rf"(?:CPU times|Wall time): [^\n]*|{_SPAN} ± {_SPAN} per loop[^\n]*"
    rf"|(?i:(?<=took )|(?<=elapsed )|(?<=elapsed: )|(?<=time: )|(?<=runtime )"
    rf"|(?<=done in )|(?<=finished in )){_SPAN}\b|{_NUMBER} ?it/s"
)
_ADDRESS = r"\b0x[0-9a-fA-F]{6,}\b"
_UUID = r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b|\bT_[0-9a-f]{5}"
_PATH = r"(?<![\w/<.:])(?:[A-Za-z]:\\|/)[^\s'\"<>|:;,()]+"
_PROCESS = r"(?i:(?<=pid )|(?<=pid=)|(?<=pid: )|(?<=process ))\d+"


def alike(expected: str, came: str, *, now: datetime | None = None) -> bool:
    """Say whether two texts differ only in what is another on each run.

    Parameters
    ----------
    expected, came : str
        What was committed, and what was computed now.
    now : datetime, optional
        The time of the run; the clock's by default.

    Examples
    --------
    >>> alike("at 0x7f0012ab34", "at 0x7faa99bb11")
    True
    >>> alike("won 41 of 90", "won 41 of 91")
    False
    """
    if expected == came:
        return True
    pattern, at = "", 0
    for match in _CHANGING.finditer(came):
        kind = match.lastgroup or ""
        if _KINDS[kind].applies(match[0], now or datetime.now()):
            pattern += (
                re.escape(came[at : match.start()]) + f"(?:{_KINDS[kind].pattern})"
            )
            at = match.end()
    if not at:
        return False
    return re.fullmatch(pattern + re.escape(came[at:]), expected) is not None


class _Kind:
    def __init__(
        self, pattern: str, applies: Callable[[str, datetime], bool] = lambda t, n: True
    ) -> None:
        self.pattern, self.applies = pattern, applies


def _is_now(text: str, now: datetime) -> bool:
    """Say whether a date is today's, within what time zones make of it."""
    return any(abs(day - now.date()) <= _NEAR for day in _dates(text))


def _is_clock_now(text: str, now: datetime) -> bool:
    """Say whether a time of day is about the time of the run, here or in UTC."""
    hour, minute = (int(part) for part in re.findall(r"\d+", text)[:2])
    hour = hour % 12 + 12 * ("p" in text.lower()) if "m" in text.lower() else hour
    here = (now, now.astimezone(UTC))
    away = [abs(60 * (hour - at.hour) + minute - at.minute) for at in here]
    return any(min(minutes, 24 * 60 - minutes) <= 15 for minutes in away)


def _dates(text: str) -> Iterable[date]:
    for year, month, day in re.findall(r"(\d{4})-(\d{2})-(\d{2})", text):
        yield from _date(year, month, day)
    for year, month, day in re.findall(r"\((\d{4}), (\d+), (\d+)", text):
        yield from _date(year, month, day)
    for day, name, year in re.findall(rf"(\d{{1,2}})\.? ({_NAMES}) (\d{{4}})", text):
        yield from _date(year, _month(name), day)
    for name, day, year in re.findall(
        rf"({_NAMES}) +(\d{{1,2}}),? (?:{_CLOCK} )?(\d{{4}})", text
    ):
        yield from _date(year, _month(name), day)


def _date(year: str, month: str | int, day: str) -> Iterable[date]:
    try:
        yield date(int(year), int(month), int(day))
    except ValueError:
        return


def _month(name: str) -> int:
    return [month[:3] for month in _MONTHS].index(name[:3]) + 1


@cache
def _own_folders() -> tuple[str, ...]:
    folders = {Path.home(), Path(tempfile.gettempdir()), Path(sys.prefix), Path.cwd()}
    folders |= {Path(sys.base_prefix), Path("/tmp"), Path("/var/folders")}
    return tuple(str(folder) for folder in folders if folder != Path(folder.anchor))


def _is_own_path(text: str, now: datetime) -> bool:
    return text.startswith(_own_folders())


_KINDS = {
    "stamp": _Kind(_STAMP, _is_now),
    "day": _Kind(_DAY, _is_now),
    "call": _Kind(_CALL, _is_now),
    "long": _Kind(_LONG, _is_now),
    "iso": _Kind(_ISO, _is_now),
    "timing": _Kind(_TIMING),
    "clock": _Kind(_CLOCK, _is_clock_now),
    "address": _Kind(_ADDRESS),
    "uuid": _Kind(_UUID),
    "path": _Kind(_PATH, _is_own_path),
    "process": _Kind(_PROCESS),
}
_CHANGING = re.compile(
    "|".join(f"(?P<{name}>{k.pattern})" for name, k in _KINDS.items())
)
