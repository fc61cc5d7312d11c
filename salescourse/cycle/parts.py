"""The numbers of a cycle, checked: what its answers, its curve and its edits work on."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from salescourse.checks import as_names
from salescourse.cycle import checks


@dataclass(frozen=True, eq=False, repr=False)
class Parts:
    """Stages and outcomes with their numbers; see `SalesCycle`, which is made of them."""

    time_unit: ClassVar[str] = "days"

    stages: tuple[str, ...]
    outcomes: tuple[str, ...]
    routing: np.ndarray
    stage_days: np.ndarray
    stage_cv: np.ndarray
    visit_cost_eur: np.ndarray = field(default=0.0, kw_only=True)
    day_cost_eur: np.ndarray = field(default=0.0, kw_only=True)

    def __post_init__(self) -> None:
        stages = as_names(self.stages, "stages")
        outcomes = as_names(self.outcomes, "outcomes")
        checks.check_distinct(stages, outcomes)
        checked = {
            "stages": stages,
            "outcomes": outcomes,
            "routing": checks.as_routing(self.routing, stages, outcomes),
        }
        checked["stage_cv"] = checks.as_cv(self.stage_cv, stages, "stage_cv")
        for name in ("stage_days", "visit_cost_eur", "day_cost_eur"):
            checked[name] = checks.as_amounts(getattr(self, name), stages, name)
        for name, value in checked.items():
            object.__setattr__(self, name, value)  # the instance is frozen
