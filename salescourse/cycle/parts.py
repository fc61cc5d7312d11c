"""The numbers of a cycle, checked: what its answers, its curve and its edits work on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from salescourse.checks import as_names
from salescourse.cycle import checks

# A row per stage, by order or by name.
Routing: TypeAlias = ArrayLike | Mapping[str, Mapping[str, float]] | pd.DataFrame
# One for all stages, one per stage in their order, or one by name.
Amounts: TypeAlias = ArrayLike | Mapping[str, float] | pd.Series


@dataclass(frozen=True, eq=False, repr=False, init=False)
class Parts:
    """Stages and outcomes with their numbers; see `SalesCycle`, which is made of them."""

    time_unit: ClassVar[str] = "days"

    stages: tuple[str, ...]
    outcomes: tuple[str, ...]
    routing: np.ndarray
    stage_days: np.ndarray
    stage_cv: np.ndarray
    visit_cost_eur: np.ndarray
    day_cost_eur: np.ndarray

    def __init__(
        self,
        stages: Iterable[str],
        outcomes: Iterable[str],
        routing: Routing,
        stage_days: Amounts,
        stage_cv: Amounts,
        *,
        visit_cost_eur: Amounts = 0.0,
        day_cost_eur: Amounts = 0.0,
    ) -> None:
        names, ends = as_names(stages, "stages"), as_names(outcomes, "outcomes")
        checks.check_distinct(names, ends)
        checked = {
            "stages": names,
            "outcomes": ends,
            "routing": checks.as_routing(routing, names, ends),
            "stage_cv": checks.as_cv(stage_cv, names, "stage_cv"),
        }
        for name, amounts in (
            ("stage_days", stage_days),
            ("visit_cost_eur", visit_cost_eur),
            ("day_cost_eur", day_cost_eur),
        ):
            checked[name] = checks.as_amounts(amounts, names, name)
        for name, value in checked.items():
            object.__setattr__(self, name, value)  # the instance is frozen
