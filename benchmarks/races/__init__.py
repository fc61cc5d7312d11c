"""The races: a few lines each, in the module of their model.

Two interpreters read these modules, ours and the peer's. So at the top they import the
standard library only; the rest is imported where it is used. A new race is one more
`Race`, listed here.
"""

from races.chain import AGAINST_PYDTMC
from races.committee import AGAINST_BETABINOM, AGAINST_BINOM
from races.pipeline import AGAINST_SIMPY
from races.race import Race
from races.retention import AGAINST_MINIMIZE, AGAINST_PYMC

RACES: tuple[Race, ...] = (
    AGAINST_SIMPY,
    AGAINST_MINIMIZE,
    AGAINST_PYMC,
    AGAINST_BINOM,
    AGAINST_BETABINOM,
    AGAINST_PYDTMC,
)
