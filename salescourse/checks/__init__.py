"""The one door: what makes no sense is refused here, in a sentence that helps.

A model asks here before it computes, so a user meets words and never an error of NumPy
or pandas, nor a number that was guessed. `numbers` looks at numbers, `names` at names,
`tables` at the columns of a table, `days` at days and times, with `formats` for the
lines that convert them.
"""

from salescourse.checks.days import (
    as_days,
)
from salescourse.checks.names import (
    as_names,
    did_you_mean,
    listed,
    position,
)
from salescourse.checks.numbers import (
    above_zero,
    as_amount,
    as_chances,
    as_confidence,
    as_count,
    as_number,
    as_numbers,
    as_positive,
    as_rate,
    as_row,
    as_yes_no,
    from_zero,
    inner_rate,
    inner_rates,
    like,
    one_count,
    one_rate,
    same_length,
    unless,
    whole_number,
)
from salescourse.checks.tables import (
    amount_column,
    as_counts,
    bare,
    blank,
    empty,
    need_columns,
    need_counts,
    need_filled,
    need_level,
    number_column,
    one_column,
    one_each,
)

__all__ = [
    "above_zero",
    "amount_column",
    "as_amount",
    "as_chances",
    "as_confidence",
    "as_count",
    "as_counts",
    "as_days",
    "as_names",
    "as_number",
    "as_numbers",
    "as_positive",
    "as_rate",
    "as_row",
    "as_yes_no",
    "bare",
    "blank",
    "did_you_mean",
    "empty",
    "from_zero",
    "inner_rate",
    "inner_rates",
    "like",
    "listed",
    "need_columns",
    "need_counts",
    "need_filled",
    "need_level",
    "number_column",
    "one_column",
    "one_count",
    "one_each",
    "one_rate",
    "position",
    "same_length",
    "unless",
    "whole_number",
]
