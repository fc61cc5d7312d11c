"""Two sales cycles, B2B and B2C, as models, data and practice.

A six-line tour::

    from salescourse import SalesCycle, check, explore, load, quiz
    SalesCycle.b2b().win_rate              # 0.12: one deal in eight is won
    SalesCycle.b2b().mean_days("won")      # 131 days, where all deals take 50
    load("opportunities")                  # real deals, counted
    quiz("decisions")                      # the questions of one chapter
    check("decisions-1", 0.59)             # is my answer right, and if not, why?
"""

from importlib import import_module

__version__ = "0.1.0"
__all__ = [
    "SalesCycle",
    "check",
    "explore",
    "fit_cycle",
    "hint",
    "load",
    "progress",
    "quiz",
    "review",
    "solution",
]

_HOME = {
    "SalesCycle": "salescourse.cycle",
    "check": "salescourse.practice.exercises",
    "explore": "salescourse.practice.explorer.widget",
    "fit_cycle": "salescourse.cycle",
    "hint": "salescourse.practice.exercises",
    "load": "salescourse.datasets",
    "progress": "salescourse.practice.overview.widget",
    "quiz": "salescourse.practice.questions.widget",
    "review": "salescourse.practice.overview.session",
    "solution": "salescourse.practice.exercises",
}


def __getattr__(name: str):
    """Import what is asked for when it is asked for, so that the import is light."""
    if name not in _HOME:
        raise AttributeError(f"module 'salescourse' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
