"""The races: a few lines each, in the module of their model.

Two interpreters read these modules, ours and the peer's. So at the top they import the
standard library only; the rest is imported where it is used. A new race is one more
`Race`, listed here.
"""

from races.agility import AGAINST_MABWISER
from races.attribution import AGAINST_HEURISTICS, AGAINST_MARKOV
from races.chain import AGAINST_PYDTMC
from races.committee import AGAINST_BETABINOM, AGAINST_BINOM
from races.experience import AGAINST_CIW, AGAINST_PYWORKFORCE
from races.impulse import AGAINST_LIFELINES
from races.influence import AGAINST_NDLIB, GROWTH_AGAINST_NDLIB
from races.loyalty import ORDERS_AGAINST_LIFETIMES, SPEND_AGAINST_LIFETIMES
from races.pipeline import AGAINST_SIMPY
from races.race import Race
from races.retention import AGAINST_MINIMIZE, AGAINST_PYMC
from races.uplift import AGAINST_SKLIFT

RACES: tuple[Race, ...] = (
    AGAINST_SIMPY,
    AGAINST_MINIMIZE,
    AGAINST_PYMC,
    AGAINST_BINOM,
    AGAINST_BETABINOM,
    AGAINST_PYDTMC,
    ORDERS_AGAINST_LIFETIMES,
    SPEND_AGAINST_LIFETIMES,
    AGAINST_SKLIFT,
    AGAINST_HEURISTICS,
    AGAINST_MARKOV,
    AGAINST_NDLIB,
    GROWTH_AGAINST_NDLIB,
    AGAINST_PYWORKFORCE,
    AGAINST_CIW,
    AGAINST_MABWISER,
    AGAINST_LIFELINES,
)
