"""One field, two readings: a number means the same wherever it is typed.

Public reports, on GitHub, of right answers that were refused for how they were written:
khan is Khan/khan-exercises, httlads RunestoneInteractive/httlads, imathas
drlippman/IMathAS, blanks h5p/h5p-blanks, formulas FormulasQuestion/moodle-qtype_formulas,
prairie PrairieLearn/PrairieLearn, rink tiffany352/rink-rs, globalize
globalizejs/globalize, ui-kit commercetools/ui-kit, d3-format d3/d3-format.
"""

import pytest

from salescourse import check
from salescourse.practice.modules import joined

# The unit of the field, what is typed, and the number it is (a share is from 0 to 1).
READINGS = {
    "khan#152117": ("percent", "30%", 0.3),
    "khan#116961": ("percent", "1/2", 0.5),
    "khan#125129": ("percent", "20", 0.2),
    "khan#125129 sign": ("percent", "20%", 0.2),
    "khan#137518": ("", "13%", 0.13),
    "khan#117142": ("percent", "4/35", 4 / 35),
    "khan#117142 decimals": ("percent", ".114", 0.114),
    "khan#140036": ("percent", "78 %", 0.78),
    "khan#135965": ("", "250%", 2.5),
    "khan#141170": ("percent", "75", 0.75),
    "khan#138917": ("", "1,234", 1234),
    "httlads#10": ("", ".5", 0.5),
    "httlads#10 zero": ("", "0.5", 0.5),
    "imathas#282": ("percent", "5 percent", 0.05),
    "blanks#84": ("", "0,5", 0.5),
    "blanks#10": ("", "49.5 to 50.5", 49.5),
    "formulas#228": ("", ",35", 0.35),
    "formulas#228 parted": ("", "11'234.5", 11234.5),
    "prairie#808": ("", "\u22125", -5),
    "rink#43": ("EUR", "\u22127.50 €", -7.5),
    "globalize#148": ("USD", "$1,000,100.01", 1000100.01),
    "globalize#616": ("", "15,40", 15.4),
    "ui-kit#1017": ("EUR", "12\u202f345,67", 12345.67),
    "d3-format#143": ("percent", "\u221218%", -0.18),
    "hours in days": ("days", "12 hours", 0.5),
    "weeks in days": ("days", "3 weeks", 21),
    "minutes": ("minutes", "2 hours", 120),
    "short minutes": ("minutes", "30 mins", 30),
    "a day in minutes": ("minutes", "1 day", 1440),
    "thousand": ("EUR", "1 thousand", 1000),
    "k": ("EUR", "€1.5k", 1500),
    "million": ("EUR", "2 million euros", 2e6),
    "one": ("percent", "1", 0.01),
    "one whole": ("percent", "100", 1),
    "share": ("percent", "0.59", 0.59),
    "words": ("percent", "about 59 per cent", 0.59),
}
REFUSED = {
    "globalize#148 parts": ("", "1,2,3"),
    "imathas#282 power": ("percent", "500 percent^2"),
    "money for time": ("days", "€5"),
    "words alone": ("", "half"),
}


def test_what_is_typed_means_one_number_in_every_field(open_module):
    page = open_module(joined("js/numbers.js"))
    cases = [*(one[:2] for one in READINGS.values()), *REFUSED.values()]
    read = page.evaluate(
        "(cases) => cases.map(([unit, typed]) => widget.readNumber(typed, { unit }))",
        cases,
    )
    values = [one.get("value") for one in read]
    wrong = {
        name: value
        for (name, (_, _, meant)), value in zip(READINGS.items(), values, strict=False)
        if value != pytest.approx(meant)
    }
    assert wrong == {}
    assert values[len(READINGS) :] == [None] * len(REFUSED)


@pytest.mark.parametrize(
    "given", [0.66, 66, "66%", "66 percent", "66,3 %", "+66.3 pct", 0.6634, 66.34]
)
def test_a_percentage_is_taken_by_check_in_every_spelling(given):
    assert check("decisions-1", given).correct
