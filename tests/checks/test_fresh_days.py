"""Days and amounts as other tools' users wrote them: read as meant, or asked about.

A name such as pandas#11725 is the public report, on GitHub, of what a guess did to such a
text: pandas is pandas-dev/pandas, datatable h2oai/datatable, xlrd python-excel/xlrd,
globalize globalizejs/globalize, lion ing-bank/lion, money ex-money/money, coreclr
dotnet/coreclr, currency-input dm4t2/vue-currency-input, ui-kit commercetools/ui-kit,
tableExport hhurz/tableExport.jquery.plugin, d3 d3/d3, d3-format d3/d3-format, grobid
grobidOrg/grobid, vega vega/vega.
"""

import re

import pandas as pd
import pytest

from salescourse.checks import as_days, number_column


def line_of(error: object) -> str:
    """Return the line that a refusal offers, or nothing."""
    found = re.search(r"pd\.to_\w+\(.*\)(?=[.;])", str(error))
    return found[0] if found else ""


# What was written; the days after the first that it means, by the calendar; or None where
# nobody can know.
DAYS = {
    "pandas#26304": (["12.01.2017 12:00", "01.02.2017 12:00"], [0, 20]),
    "pandas#11725": (["29.01.1945", "1.3.1945", "02.03.1945"], [0, 31, 32]),
    "pandas#12585": (["31/12/2014", "10/03/2015"], [0, 69]),
    "pandas#3341": (["01-13-2012", "01-14-2012"], [0, 1]),
    "pandas#22168": (["2018-04-11  06:00:00", "2018-04-11  12:00:00"], [0, 0.25]),
    "pandas#27454": (["05-01-2019 00:00", "15-01-2019 00:00"], [0, 10]),
    "pandas#48621": (["11-12-10"], None),
    "pandas#50771": (["02/09/2022", "13/01/2023"], [0, 133]),
    "datatable#1701": ([42008, 42015, 42022], [0, 7, 14]),
    "xlrd#78": ([41657.75, 41658.75], [0, 1]),
    "in one number": ([20260601, 20260701], [0, 30]),
    "as text": (["20260601", "20260701"], [0, 30]),
    "seconds": ([1780272000, 1780358400], [0, 1]),
    "month first": (["June 1, 2026", "July 1, 2026"], [0, 30]),
    "short": (["1 Jun 2026", "2 Jun 2026"], [0, 1]),
    "slashes": (["2026/06/01", "2026/06/03"], [0, 2]),
    "two digits": (["28.6.26", "1.7.26"], [0, 3]),
    "either": (["01/02/2026", "03/02/2026"], None),
    "a week": (["2026-W23-1"], None),
    "now": (["now"], None),
    "no such day": (["2026-06-31"], None),
}


@pytest.mark.parametrize(("texts", "meant"), DAYS.values(), ids=DAYS)
def test_no_day_is_guessed_and_the_line_that_is_offered_reads_it(texts, meant):
    log = pd.DataFrame({"day": texts})
    with pytest.raises(ValueError, match="must hold dates") as error:
        as_days(('log["day"]', log["day"]))
    asked = "Does the day come first?" in str(error.value)
    line = "" if asked else line_of(error.value)
    assert bool(line) == bool(meant)
    if meant:
        read = eval(line, {"pd": pd, "log": log})
        assert ((read - read[0]) / pd.Timedelta(days=1)).tolist() == meant


AMOUNTS = {
    "globalize#616": (["15,40"], [15.4]),
    "globalize#148": (["$1,000,100.01"], [1000100.01]),
    "lion#1731": (["1,23"], [1.23]),
    "money#112": (["1.127,54 €"], [1127.54]),
    "coreclr#2285": (["1,1.1"], None),
    "currency-input#102": (["1.234"], None),
    "ui-kit#1017": (["9 999,999"], [9999.999]),
    "ui-kit#1017 point": (["9\u202f999.5"], [9999.5]),
    "tableExport#133": (["1.200,50"], [1200.5]),
    "d3#595": (["\u22121.00", "2.50"], [-1, 2.5]),
    "d3-format#144": (["\u22128,888.5"], [-8888.5]),
    "d3-format#143": (["\u221218%"], None),
    "grobid#980": (["\u22120.5341"], [-0.5341]),
    "vega#1826": (["\u22125", "5"], [-5, 5]),
    "in brackets": (["(5)"], None),
    "sign behind": (["5-"], None),
    "a power": (["1e3"], None),
    "a fraction": (["1/2"], None),
    "percent": (["50%"], None),
    "thousands": (["12k"], None),
    "Swiss": (["1'250.50"], [1250.5]),
    "named": (["EUR 5", "EUR 1,200.50"], [5, 1200.5]),
}


@pytest.mark.parametrize(("texts", "meant"), AMOUNTS.values(), ids=AMOUNTS)
def test_no_amount_is_guessed_and_no_advice_makes_another_of_it(texts, meant):
    log = pd.DataFrame({"eur": texts})
    with pytest.raises(TypeError, match="must hold numbers, got") as error:
        number_column(log["eur"], 'log["eur"]')
    asked = "if a comma does" in str(error.value)
    line = "" if asked else line_of(error.value)
    assert bool(line) == bool(meant)
    if meant:
        assert eval(line, {"pd": pd, "log": log}).tolist() == pytest.approx(meant)
