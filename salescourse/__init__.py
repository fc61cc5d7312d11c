"""Two sales cycles, B2B and B2C, as models, data and practice.

A six-line tour::

    from salescourse import SalesCycle, check, explore, load, quiz
    SalesCycle.b2b().win_rate              # 0.12: one deal in eight is won
    SalesCycle.b2b().mean_days("won")      # 131 days, where all deals take 50
    load("opportunities")                  # real deals, counted
    quiz("decisions")                      # the questions of one chapter
    check("decisions-1", 0.59)             # is my answer right, and if not, why?
"""

from typing import TYPE_CHECKING

from salescourse.lazy import lazily

__version__ = "0.1.0"
__all__ = [
    "SalesCycle",
    "b2b",
    "b2c",
    "check",
    "crm",
    "cycle",
    "datasets",
    "explore",
    "fit_cycle",
    "guess",
    "hint",
    "load",
    "one_page",
    "own_cycle",
    "play",
    "plots",
    "practice",
    "progress",
    "quiz",
    "read_crm",
    "review",
    "sheet",
    "side_by_side",
    "solution",
    "strategy",
    "strip",
    "watch",
]

if TYPE_CHECKING:
    from salescourse import b2b, b2c, crm, cycle, datasets, plots, practice, strategy
    from salescourse.crm import read_crm
    from salescourse.cycle import SalesCycle, fit_cycle
    from salescourse.datasets import load
    from salescourse.practice import (
        check,
        explore,
        guess,
        hint,
        one_page,
        own_cycle,
        play,
        progress,
        quiz,
        review,
        sheet,
        side_by_side,
        solution,
        strip,
        watch,
    )
else:
    __getattr__, __dir__ = lazily(
        __name__,
        *("b2b", "b2c", "crm", "cycle", "datasets", "plots", "practice", "strategy"),
        SalesCycle="salescourse.cycle",
        check="salescourse.practice",
        explore="salescourse.practice",
        fit_cycle="salescourse.cycle",
        guess="salescourse.practice",
        hint="salescourse.practice",
        load="salescourse.datasets",
        one_page="salescourse.practice",
        own_cycle="salescourse.practice",
        play="salescourse.practice",
        progress="salescourse.practice",
        quiz="salescourse.practice",
        read_crm="salescourse.crm",
        review="salescourse.practice",
        sheet="salescourse.practice",
        side_by_side="salescourse.practice",
        solution="salescourse.practice",
        strip="salescourse.practice",
        watch="salescourse.practice",
    )
