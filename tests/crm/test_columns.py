"""Whatever a column of days or amounts holds, it is read as meant, asked, or said."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salescourse.crm.amounts import read_amounts
from salescourse.crm.dates import read_dates
from salescourse.crm.refusals import Question
from salescourse.crm.table import one_spelling
from salescourse.crm.text import parse
from salescourse.crm.vocabulary import find_crm, vocabulary

DAYS = st.lists(
    st.dates(dt.date(1981, 1, 1), dt.date(2099, 12, 31)), min_size=1, max_size=12
)
ORDERS = {"day first": "%d{0}%m{0}%Y", "month first": "%m{0}%d{0}%Y"}
HOURS = ["", " %H:%M", " %H:%M:%S", " %I:%M %p", ", %I:%M:%S %p"]


def as_days(read):
    return [day.astype("datetime64[D]").astype(object) for day in read.values]


@given(
    DAYS, st.sampled_from(list(ORDERS)), st.sampled_from("/-"), st.sampled_from(HOURS)
)
def test_days_are_read_as_written_or_asked(days, order, mark, hour):
    form = ORDERS[order].format(mark) + hour
    texts = [dt.datetime.combine(day, dt.time(14, 5, 9)).strftime(form) for day in days]
    try:
        read = read_dates(texts, "Created")
    except Question as question:
        assert all(day.day <= 12 for day in days)
        assert question.argument == "date_order"  # noqa: PT017
        read = read_dates(texts, "Created", order)
    assert as_days(read) == days
    assert read.whole == (hour == "")


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d.%m.%Y", "%d %B %Y",
                              "%b %d, %Y", "%Y-%m-%dT%H:%M:%S.000+0000", "%d-%b-%Y"]))  # fmt: skip
def test_days_that_leave_no_choice_are_never_asked(days, form):
    assert as_days(read_dates([day.strftime(form) for day in days], "Created")) == days


@given(DAYS, st.sampled_from(["days", "seconds", "milliseconds"]))
def test_days_that_are_counted(days, unit):
    first = dt.date(1899, 12, 30) if unit == "days" else dt.date(1970, 1, 1)
    times = {"days": 1, "seconds": 86_400, "milliseconds": 86_400_000}[unit]
    days = [max(day, dt.date(2002, 1, 1)) for day in days]
    texts = [str((day - first).days * times) for day in days]
    assert as_days(read_dates(texts, "Created")) == days


def test_a_day_that_there_is_not_is_counted():
    read = read_dates(
        ["31/01/2026", "31/02/2026", "", "soon"] + ["30/01/2026"] * 10, "x"
    )
    assert read.unread == 2
    assert read.example == "soon"
    assert np.isnat(read.values[:4]).tolist() == [False, True, True, True]


AMOUNTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=12)
NOTATIONS = {
    "1,234.50": (",", "."),
    "1.234,50": (".", ","),
    "1 234,50": ("\u00a0", ","),
    "1'234.50": ("'", "."),
    "1234,50": ("", ","),
    "1234.50": ("", "."),
}


@given(
    AMOUNTS,
    st.sampled_from(list(NOTATIONS)),
    st.sampled_from(["{}", "$ {}", "{} €", "EUR {}"]),
)
def test_amounts_with_cents_are_read_as_written(cents, notation, around):
    group, decimal = NOTATIONS[notation]
    texts = []
    for value in cents:
        whole = f"{value // 100:,}".replace(",", group)
        texts.append(around.format(f"{whole}{decimal}{value % 100:02}"))
    read = read_amounts(texts, "Amount")
    assert read.values.tolist() == [value / 100 for value in cents]
    assert (read.decimal, read.unread, read.sure) == (decimal, 0, True)


@given(AMOUNTS, st.sampled_from([",", ".", ""]))
def test_whole_amounts_are_read_as_written(values, group):
    texts = [f"{value:,}".replace(",", group) for value in values]
    read = read_amounts(texts, "Amount")
    assert read.values.tolist() == values
    assert read.sure or max(values) < 10**6


@settings(max_examples=60)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=8))
def test_no_text_breaks_a_column(texts):
    for read in (read_dates, read_amounts):
        try:
            found = read(texts, "x")
        except ValueError as error:
            assert len(str(error)) > 30  # noqa: PT017
        else:
            assert len(found.values) == len(texts)


CELLS = st.text(st.sampled_from('ab",;\n é'), max_size=6).map(str.strip)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5),
       st.sampled_from(",;\t|"))  # fmt: skip
def test_rows_come_back_from_quoted_text(rows, mark):
    text = "\n".join(
        mark.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows
    )
    read, lines = parse(text, mark, "the file")
    assert read == rows
    assert lines[0] == 1


@given(st.lists(st.sampled_from(["Won", "won", "WON ", "w-o-n", "Lost", "", "é", "É"])))
def test_one_spelling_is_kept(texts):
    kept, changed = one_spelling(texts)
    assert len({text.lower().strip() for text in kept if text}) <= 3
    assert changed == sum(a != b for a, b in zip(texts, kept, strict=True))


def test_no_word_means_two_things():
    words = vocabulary().words
    kinds = ["won", "lost", "open", "deleted", "empty"]
    for k, kind in enumerate(kinds):
        for other in kinds[k + 1 :]:
            assert words[kind] & words[other] == set(), (kind, other)
    assert words["yes"] & words["no"] == set()


@pytest.mark.parametrize("names", [vocabulary().roles, vocabulary().history])
def test_no_head_has_two_roles(names):
    heads = [head for known in names.values() for head in known]
    assert [head for head in set(heads) if heads.count(head) > 1] == []


def test_every_crm_is_known_by_its_heads():
    for name, crm in vocabulary().crms.items():
        assert find_crm(crm["signs"]) == name
    assert find_crm(["id", "opened", "closed"]) == ""
