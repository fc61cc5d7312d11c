"""Data sets: what `load` gives, what it refuses, and what the real figures say."""

import shutil

import numpy as np
import pandas as pd
import pytest

from salescourse import datasets
from salescourse.datasets import DamagedData, describe, expand, load, names
from salescourse.paths import data_dir


def rates(name, by, *, hits, total):
    sums = load(name).groupby(by, observed=True)[[hits, total]].sum()
    return (100 * sums[hits] / sums[total]).round(1).to_dict()


# Loading ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", names())
def test_every_table_loads_with_its_types_its_source_and_its_license(name):
    frame = load(name)
    kinds = {column: datasets._tables()[name].columns[column].kind for column in frame}
    for column, kind in kinds.items():
        dtype = frame[column].dtype
        assert {
            "category": isinstance(dtype, pd.CategoricalDtype),
            "text": dtype.kind == "O",
            "count": dtype.kind == "i",
            "number": dtype.kind == "f",
            "date": dtype.kind == "M",
            "flag": dtype.kind == "b",
        }[kind], (column, dtype)
    assert frame.attrs["name"] == name
    assert all(frame.attrs[key] for key in ("about", "source", "license", "columns"))
    assert frame.attrs["about"] in describe(name)
    assert frame.attrs["source"] in describe(name)


def test_every_data_file_belongs_to_a_table():
    known = {table.file for table in datasets._tables().values()}
    found = {p.relative_to(data_dir()).as_posix() for p in data_dir().rglob("*.csv")}
    assert found == known


@pytest.mark.parametrize("name", names())
def test_the_readme_names_every_table_and_column(name):
    readme = (data_dir() / "README.md").read_text(encoding="utf-8")
    section = readme.split(f"### `{name}`\n")[1].split("\n### ")[0]
    for column in load(name):
        assert f"| `{column}` |" in section
    assert "Tells:" in section
    assert "Cannot tell:" in section
    if not name.startswith("firm_"):
        assert load(name).attrs["source"].split(";")[0] in section
        assert load(name).attrs["license"] in section


def test_what_one_reader_does_to_a_frame_the_next_does_not_see():
    mine = load("ceb_survey")
    mine["people"] = 0
    assert load("ceb_survey")["people"].tolist() == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("oportunities", r"'oportunities'. Did you mean 'opportunities'\?"),
        ("firm_contact", r"Did you mean 'firm_contacts'\?"),
        ("xyz", r"no data set 'xyz'. The data sets are: cdnow, ceb_survey, firm_"),
        (3, "no data set 3"),
        (["telco"], "no data set"),
    ],
)
def test_a_name_that_is_not_there_is_met_with_those_that_are(asked, says):
    with pytest.raises(ValueError, match=says):
        load(asked)
    with pytest.raises(ValueError, match=says):
        describe(asked)


# Damage -------------------------------------------------------------------------------


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of the data that may be damaged."""
    shutil.copytree(data_dir(), tmp_path / "data")
    monkeypatch.setattr(datasets, "data_dir", lambda: tmp_path / "data")
    return tmp_path / "data"


DAMAGE = [
    (
        "ceb_survey",
        "0.81",
        "81",
        "column stated_likelihood: must be at most 1, got '81'",
    ),
    ("ceb_survey", "0.81", "-0.1", r"must be at least 0, got '-0.1' \(line 2\)"),
    ("ceb_survey", "2,0.55", "2,lots", r"must be a number, got 'lots' \(line 3\)"),
    ("ceb_survey", "\n3,", "\n2,", r"column people: is there twice \(line 4\)"),
    (
        "ceb_survey",
        "\n3,",
        "\n,",
        r"must be given in every row, got nothing \(line 4\)",
    ),
    ("ceb_survey", "\n3,", "\n3.5,", "must be a whole number from 0 up, got '3.5'"),
    ("ceb_survey", "people,", "persons,", "columns must be people, .* got persons,"),
    (
        "opportunities",
        "32,17",
        "32,33",
        r"column won: must be at most opport.* \(line 2",
    ),
    ("opportunities_counts", "New,No,No", "Nwe,No,No", "one of Current, .* got 'Nwe'"),
    ("shoppers", "Aug,new,0", "Aug,new,x", "column weekend: must be 0 or 1, got 'x'"),
    (
        "firm_renewals",
        "2016-01-02",
        "02.01.2016",
        "started_on: must be a date such as 2026-06-30, got '02.01.2016'",
    ),
]


@pytest.mark.parametrize(("name", "was", "now", "says"), DAMAGE)
def test_a_damaged_file_is_named_with_column_and_line(copied, name, was, now, says):
    path = copied / datasets._tables()[name].file
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, now, 1), encoding="utf-8")
    with pytest.raises(DamagedData, match=says) as caught:
        load(name)
    assert str(caught.value).startswith(f"data/{datasets._tables()[name].file}")
    assert "install salescourse again" in str(caught.value)


@pytest.mark.parametrize(
    "content", [b"", b"people,stated_likelihood,note\n", b"\xff\xfe"]
)
def test_an_empty_or_unreadable_file_says_so(copied, content):
    (copied / "ceb_survey.csv").write_bytes(content)
    with pytest.raises(DamagedData, match=r"data/ceb_survey\.csv"):
        load("ceb_survey")


def test_a_file_that_is_gone_says_how_to_get_it_back(copied):
    (copied / "firm" / "truth.csv").unlink()
    with pytest.raises(
        FileNotFoundError, match=r"truth\.csv is not there\. Run `python"
    ):
        load("firm_truth")


# Rows from counts ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "hits", "total"),
    [
        ("opportunities_counts", "won", "opportunities"),
        ("shoppers", "purchases", "sessions"),
        ("hillstrom", "visits", "customers"),
    ],
)
def test_rows_expanded_from_counts_count_up_to_them(name, hits, total):
    counts = load(name)
    rows = expand(counts, hits, total=total)
    keys = list(datasets._tables()[name].key)
    again = rows.groupby(keys, observed=True)[hits].agg(["sum", "size"])
    before = counts.set_index(keys)[[hits, total]].sort_index()
    assert (again.sort_index().to_numpy() == before.to_numpy()).all()
    assert rows[hits].dtype == bool


def test_rows_keep_the_order_of_their_groups_and_their_types():
    counts = pd.DataFrame({"group": ["b", "a"], "n": [2, 1], "yes": [1, 1]})
    rows = expand(counts, "yes", total="n")
    assert rows["group"].tolist() == ["b", "b", "a"]
    assert rows["yes"].tolist() == [True, False, True]


def test_expanding_what_is_not_a_table_of_counts_says_what_is_wrong():
    counts = load("opportunities_counts")
    with pytest.raises(ValueError, match=r'no column "wins"\. It has: "client"'):
        expand(counts, "wins", total="opportunities")
    with pytest.raises(ValueError, match=r'"won"\] must be 0 or more, got -1 in row 1'):
        expand(counts.assign(won=-1), "won", total="opportunities")
    with pytest.raises(
        ValueError, match=r"more won \(999\) than opportunities .* row 1"
    ):
        expand(counts.assign(won=999), "won", total="opportunities")
    with pytest.raises(ValueError, match="must be whole numbers"):
        expand(counts.assign(won=0.5), "won", total="opportunities")
    with pytest.raises(TypeError, match=r"pd\.to_numeric\(counts"):
        expand(counts.astype({"won": str}), "won", total="opportunities")
    with pytest.raises(ValueError, match=r'"won"\] is empty in 19 rows'):
        expand(counts.assign(won=None), "won", total="opportunities")


# What the real figures say ------------------------------------------------------------


def test_each_factor_counts_the_same_448_opportunities_of_which_227_were_won():
    # Bohanec, Kljajic Borstnar & Robnik-Sikonja (2017)
    sums = load("opportunities").groupby("factor", observed=True)
    totals = sums[["opportunities", "won"]].sum()
    assert len(totals) == 20
    assert (totals == [448, 227]).all(axis=None)
    assert load("opportunities_counts")[["opportunities", "won"]].sum().tolist() == [
        448,
        227,
    ]


@pytest.mark.parametrize(
    ("column", "factor"),
    [
        ("client", "Client"),
        ("competitors", "Competitors"),
        ("purchasing_department", "Purch_dept"),
    ],
)
def test_the_two_tables_of_opportunities_agree(column, factor):
    fine = load("opportunities_counts").groupby(column, observed=True)
    fine = fine[["opportunities", "won"]].sum()
    coarse = load("opportunities").query("factor == @factor").set_index("level")
    coarse = coarse.loc[list(fine.index), ["opportunities", "won"]]
    assert (fine.to_numpy() == coarse.to_numpy()).all()


def test_current_clients_are_the_loudest_signal():
    won = {"hits": "won", "total": "opportunities"}
    client = rates("opportunities_counts", "client", **won)
    assert (client["Current"], client["New"]) == (69.6, 17.1)
    competitors = rates("opportunities_counts", "competitors", **won)
    assert (competitors["Yes"], competitors["No"]) == (21.0, 67.4)
    purchasing = rates("opportunities_counts", "purchasing_department", **won)
    assert (purchasing["Yes"], purchasing["No"]) == (63.2, 49.7)
    assert (load("opportunities_counts")["opportunities"] == 1).sum() == 5


def test_the_purchasing_department_means_less_once_the_client_is_held_fixed():
    # Unknowns and past clients left out: odds ratio 1.66 (z 2.2), given the client 1.39
    # (z 1.3). Newton's method on the counts; the crude one by hand as a check.
    known = load("opportunities_counts").query(
        "purchasing_department != 'Unknown' and competitors != 'Unknown'"
        " and client != 'Past'"
    )
    by = known.groupby("purchasing_department", observed=True)[["won", "opportunities"]]
    (a, m), (c, n) = by.sum().loc[["Yes", "No"]].to_numpy()
    by_hand = a * (n - c) / ((m - a) * c)

    def odds_ratio_and_z(*columns):
        x = np.column_stack([np.ones(len(known)), *columns])
        b = np.zeros(x.shape[1])
        for _step in range(20):
            p = 1 / (1 + np.exp(-x @ b))
            weight = known["opportunities"].to_numpy() * p * (1 - p)
            covariance = np.linalg.inv((x.T * weight) @ x)
            b += covariance @ x.T @ (known["won"] - known["opportunities"] * p)
        return np.exp(b[1]), b[1] / np.sqrt(covariance[1, 1])

    purchasing = known["purchasing_department"] == "Yes"
    crude = odds_ratio_and_z(purchasing)
    assert crude == pytest.approx((1.66, 2.2), abs=0.02)
    assert crude[0] == pytest.approx(by_hand)
    given_client = odds_ratio_and_z(purchasing, known["client"] == "Current")
    assert given_client == pytest.approx((1.39, 1.3), abs=0.02)


def test_the_survey_leaves_a_gap_at_five_people():
    # CEB, about 2014: 81, 55, 60, (60 spoken), no value, 31 %
    survey = load("ceb_survey").set_index("people")["stated_likelihood"]
    assert np.isnan(survey[5])
    assert survey.dropna().to_dict() == {1: 0.81, 2: 0.55, 3: 0.6, 4: 0.6, 6: 0.31}


def test_the_survey_breaks_what_any_veto_must_do():
    from salescourse.b2b.decisions import committee_odds

    survey = load("ceb_survey").set_index("people")["stated_likelihood"]
    assert survey[2] < committee_odds(2, survey[1])
    assert survey[3] > survey[2]


def test_all_three_tables_count_the_same_12330_sessions():
    # Sakar, Polat, Katircioglu & Kastro (2019)
    for name in ("shoppers", "shoppers_minutes", "shoppers_traffic"):
        assert load(name)[["sessions", "purchases"]].sum().tolist() == [12330, 1908]
    bought = {"hits": "purchases", "total": "sessions"}
    assert rates("shoppers", "visitor", **bought)["new"] == 24.9
    assert rates("shoppers", "visitor", **bought)["returning"] == 13.9
    assert rates("shoppers", "month", **bought)["Nov"] == 25.4
    assert rates("shoppers", "month", **bought)["Feb"] == 1.6
    near = rates("shoppers", ["month", "near_special_day"], **bought)
    assert (near["May", True], near["May", False]) == (6.4, 13.2)
    minutes = rates("shoppers_minutes", "minutes_on_products", **bought)
    assert (minutes["0"], minutes["80+"]) == (1.7, 34.1)


def test_the_randomized_mailing_counts_64000_customers():
    # Hillstrom (2008): n and visit rates per arm
    arms = load("hillstrom").groupby("email", observed=True)
    assert arms["customers"].sum().to_dict() == {
        "none": 21306,
        "mens": 21307,
        "womens": 21387,
    }
    visits = arms["visits"].sum() / arms["customers"].sum()
    assert visits.round(6).to_dict() == {
        "none": 0.106167,
        "mens": 0.182757,
        "womens": 0.1514,
    }
    spend = arms["spend_usd"].sum() / arms["customers"].sum()
    assert spend["mens"] == pytest.approx(1.4226, abs=5e-5)


def test_incidents_and_telephone_customers_count_up():
    assert load("handoffs_incidents")["cases"].sum() == 7554
    on_time = load("handoffs_on_time")
    assert on_time["incidents"].sum() == 890
    share = (100 * on_time["on_time"] / on_time["incidents"]).round()
    assert share.tolist() == [62, 60, 48, 36, 13]
    telco = load("telco")
    assert telco["customers"].sum() == 7043
    assert telco["churned"].sum() / 7043 == pytest.approx(0.265, abs=5e-4)
