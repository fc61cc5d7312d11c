"""Rules about the words of a chapter: how many, how plain, how sure."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from salescourse.teach.prose.chapter import Chapter, Found, plain

LEAST_WORDS, MOST_WORDS = 1200, 2000

# Words of brochures and of throat-clearing.
_SLOGANS = re.compile(
    r"\b(crucial|leverag\w+|landscape|seamless\w*|unlock\w*|delv\w+|game-chang\w+"
    r"|fast-paced|cutting-edge|ever-evolving|in today's)\b",
    re.IGNORECASE,
)
# Claims heard everywhere and not known to be so: to be examined, never told.
_WEAK = {
    "57 % before contacting sales": r"\b57 ?%|\b(60|70) ?% of the (purchase|journey)",
    "5th to 12th contact": r"\b80 ?% of sales\b|5th.{0,9}12th|\b48 ?% never",
    "five minutes, 21 times": r"\b(21|100) ?(times|×)|within (an|one) hour",
    "5 to 25 times as dear": r"\b5.{0,4}25 (times|×)|25 ?%? to 95 ?%|\b95 ?% more profit",
    "omnichannel 73 %": r"\b73 ?% of (customers|shoppers)|89 ?% (against|vs\.?|and) 33",
    "emotional 306 %": r"\b306 ?%|\b52 ?% more valuable|95 ?% of decisions",
    "the one number": r"\bone number you need\b",
    "influencer returns": r"\$ ?(5\.20|6\.50|6\.85|9\.60)|\b11 ?(×|times) (the )?ROI|\b92 ?% trust",
    "seven touches": r"\b(7|seven) touches\b|60[ ,]?000 times faster",
    "CEB": r"\b81 ?%.{0,80}\b31 ?%|from 5\.4.{0,40}10\.2",
}
_CLAIMS = "Claim or evidence?"
# Right, though codespell does not know them.
_NAMES = "feld,noes,womens"


def length(chapter: Chapter) -> Found:
    """Long enough to tell, short enough for half an hour."""
    words = sum(
        len(re.findall(r"\w[\w'’.-]*", plain(cell.source))) for cell in chapter.prose
    )
    if not LEAST_WORDS <= words <= MOST_WORDS:
        yield (
            "",
            (f"Write {LEAST_WORDS} to {MOST_WORDS} words of prose; there are {words}."),
        )


def slogans(chapter: Chapter) -> Found:
    """No words of brochures."""
    for cell in chapter.prose:
        for word in _SLOGANS.findall(cell.source):
            yield cell.id, f"Say {word!r} in plain words."
        if re.search(r"!(\s|$)", re.sub(r"`[^`]*`|\$[^$]*\$", "", cell.source)):
            yield cell.id, "Drop the exclamation mark."


def percent_signs(chapter: Chapter) -> Found:
    """A number and its percent sign stay on one line."""
    for cell in chapter.prose:
        for number in re.findall(r"\d+ %", plain(cell.source)):
            yield cell.id, f"Write {number!r} with a no-break space (U+00A0)."


def weak_claims(chapter: Chapter) -> Found:
    """What is weakly sourced is examined and never told."""
    part = ""
    for cell in chapter.prose:
        for line in cell.source.replace("\u00a0", " ").splitlines():
            if line.startswith("## "):
                part = line.removeprefix("## ")
            if part == _CLAIMS:
                continue
            for claim, pattern in _WEAK.items():
                if re.search(pattern, line):
                    yield (
                        cell.id,
                        (
                            f"Examine the weakly sourced claim ({claim}) under "
                            f"{_CLAIMS!r}, or leave it out."
                        ),
                    )


def spelling(chapter: Chapter) -> Found:
    """No common misspelling."""
    with tempfile.TemporaryDirectory() as folder:
        for cell in chapter.prose:
            (Path(folder) / cell.id).write_text(plain(cell.source), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "codespell_lib", "-L", _NAMES, folder],
            capture_output=True,
            text=True,
            check=False,
        )
    said = re.findall(r"([^/\\\n]+):\d+: (\S+) ==> (.+)", done.stdout)
    for cell, wrong, right in said:
        yield cell, f"Write {right} for {wrong}."
