"""`play`: a game whose best play is known, live in a notebook and in the book.

The browser solves the game with a script that stands beside the chapter's model and is
held to it by tests. Hands are kept with the reader's progress.
"""

import json
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import overload

import anywidget
import traitlets

from salescourse.listing import Listing
from salescourse.practice.games import committee, offer, week
from salescourse.practice.games.words import shared_words
from salescourse.practice.keeping import Keeping
from salescourse.practice.modules import joined, modules, script, style
from salescourse.practice.questions.models import home_of
from salescourse.practice.records import records
from salescourse.words import _

GAMES: dict[str, ModuleType] = {"committee": committee, "week": week, "offer": offer}
SEED = re.compile(r"[\w-]{1,40}", re.ASCII)
_ENTRY = """
import {{ game, RULES }} from "../../{place}/{name}_game.js";
import {{ scene }} from "./{name}.js";
import {{ gameOf }} from "./game.js";
export default gameOf({{ game, RULES, scene, source: {source} }});
"""


class Play(Keeping, anywidget.AnyWidget):
    """The widget that `play` makes; each game has scripts of its own."""

    _esm = "export default {}"
    play = traitlets.Dict().tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)

    def __repr__(self) -> str:
        return _(
            "Game: {}. Run this cell in JupyterLab, or open the page, to play it."
        ).format(self.play["title"])


@overload
def play() -> Listing: ...
@overload
def play(name: str, *, hand: str = "") -> Play: ...
def play(name: str | None = None, *, hand: str = "") -> Play | Listing:
    """Play a game against the best possible play, or list the games.

    Each move is scored by what it gives away against the best, in expectation, so that
    a hand that is lost can be perfect play.

    Parameters
    ----------
    name : str, optional
        Its name, such as `committee`. If left out, the games are listed.
    hand : str
        A word for the hand: whoever plays with the same word meets the same luck. If
        left out, the game goes on where it was left.

    Returns
    -------
    Play or Listing
        A widget; leave it as the last line of a cell.

    Raises
    ------
    KeyError
        If there is no such game.
    ValueError
        If the word for the hand has other signs than letters, digits, _ and -.

    Examples
    --------
    >>> play("committee")
    Game: The committee. Run this cell in JupyterLab, or open the page, to play it.
    """
    if name is None:
        rows = [(name, f"{game.TITLE}. {game.STORY}") for name, game in GAMES.items()]
        says = _('The games against the best possible play. play("{}") begins one.')
        return Listing(says.format("committee"), (_("Game"), _("What it is")), rows)
    if name not in GAMES:
        raise KeyError(
            _("There is no game {!r}. There are: {}.").format(name, ", ".join(GAMES))
        )
    if hand and not SEED.fullmatch(hand):
        raise ValueError(
            f"hand must have 1 to 40 letters, digits, _ and -, got {hand!r}."
        )
    game = GAMES[name]
    past = records().events([f"{name}-game"])
    return _widget(name)(
        play={
            "name": name,
            "title": game.TITLE,
            "intro": game.STORY,
            "hand": hand,
            "levels": game.LEVELS,
            "fields": game.FIELDS,
            "lessons": game.LESSONS,
        },
        labels={**shared_words(), **game.words()},
        stored=[event["id"] for event in past],
        events=past,
        notice=records().notice or "",
    )


@cache
def _widget(name: str) -> type[Play]:
    """Return the class of a game, with the script that solves it."""
    home = find_spec(home_of(GAMES[name].CHAPTER))
    if home is None or home.origin is None:
        raise ValueError(f"There is no model for the game {name!r}.")
    package = Path(__file__).resolve().parents[2]
    place = Path(home.origin).parent.relative_to(package).as_posix()
    source = _worker(f"../{place}/{name}_game.js") if GAMES[name].SLOW else ""
    entry = _ENTRY.format(place=place, name=name, source=json.dumps(source))
    own = {
        "_esm": joined(f"games/{name}-play.js", entry),
        "_css": style("theme.css", "fields.css", "games/game.css"),
    }
    return type("Play", (Play,), own)


def _worker(path: str) -> str:
    """Return what a worker runs: the game's script, and how it answers."""
    answer = (
        f'onmessage=({{data}})=>{{const t=M["{path}"].table(data);'
        "postMessage(t,t.map((one)=>one.buffer));};"
    )
    return script(modules(path), answer)
