"""Whom to write to. Numbers marked 7 were computed for this chapter before the model
was written, or by scikit-uplift 0.5.1; each is checked a second way."""

import math
import pickle
import sqlite3

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salescourse import SalesCycle, load
from salescourse.strategy.personalization import (
    Kind,
    Limit,
    MailEffect,
    Rule,
    Traffic,
    ask,
    average_effect,
    calibration_by_group,
    compare_runs,
    crm_tables,
    effects_by,
    four_kinds,
    mail_test,
    open_crm,
    policy_value,
    propensity_model,
    qini,
    run_rules,
    score_chances,
    simulate_traffic,
    split_by_time,
    targeting_profit_eur,
    worth_contacting,
)

few = settings(max_examples=15, deadline=None)


def hillstrom(*emails):
    counts = load("hillstrom")
    return counts[counts["email"].isin(emails)] if emails else counts


def deterministic_qini(email):
    counts = hillstrom(email, "none")
    score = counts["bought_womens"] - 0.001 * counts["months_since_purchase"]
    return qini(
        score, counts["email"] == email, counts["visits"], customers=counts["customers"]
    )


# Effects of the real e-mails --------------------------------------------------------


@pytest.mark.parametrize(
    ("email", "rate", "effect", "z"),
    [("mens", 0.182757, 0.0765896, 22.486), ("womens", 0.151400, 0.0452331, 13.949)],
)
def test_the_effects_on_visits_are_those_of_7(email, rate, effect, z):
    found = average_effect(load("hillstrom"), email)
    assert found.with_mail == pytest.approx(rate, abs=5e-7)
    assert found.without == pytest.approx(0.106167, abs=5e-7)
    assert found.effect == pytest.approx(effect, abs=5e-8)
    assert found.z == pytest.approx(z, abs=5e-4)


def test_the_rates_of_purchase_are_those_of_7():
    for email, rate in (("mens", 0.012531), ("womens", 0.008837)):
        found = average_effect(load("hillstrom"), email, hits="conversions")
        assert found.with_mail == pytest.approx(rate, abs=5e-7)
        assert found.without == pytest.approx(0.005726, abs=5e-7)


def test_z_is_that_of_the_pooled_test_in_statsmodels():
    from statsmodels.stats.proportion import proportions_ztest

    sums = hillstrom().groupby("email", observed=True)[["visits", "customers"]].sum()
    z, _p = proportions_ztest(
        sums.loc[["womens", "none"], "visits"],
        sums.loc[["womens", "none"], "customers"],
    )
    assert average_effect(hillstrom(), "womens").z == pytest.approx(z)


def test_the_womens_mail_adds_7_points_for_her_buyers_and_1_for_the_others():
    # 7: .0731145 among 23,433; 1.1 points, z 2.5, among the others.
    found = effects_by(load("hillstrom"), "bought_womens", "womens")
    assert found.loc[True, "effect"] == pytest.approx(0.0731145, abs=5e-8)
    assert found.loc[False, "effect"] == pytest.approx(0.0111, abs=5e-5)
    assert found.loc[False, "z"] == pytest.approx(2.5, abs=0.05)
    bought = hillstrom("womens", "none").query("bought_womens")
    assert bought["customers"].sum() == 23433


def test_an_effect_by_hand():
    # 30 of 100 against 20 of 100; pooled .25: z = .1 / sqrt(.1875 * 2 / 100).
    counts = pd.DataFrame(
        {"email": ["a", "none"], "visits": [30, 20], "customers": [100, 100]}
    )
    found = average_effect(counts, "a")
    assert found.effect == pytest.approx(0.1)
    assert found.standard_error == pytest.approx(np.sqrt((0.21 + 0.16) / 100))
    assert found.z == pytest.approx(0.1 / np.sqrt(0.00375))
    assert found.low == pytest.approx(0.1 - 1.959964 * found.standard_error)


def test_the_interval_of_an_effect_holds_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(5)
    hits = rng.binomial([400, 500], [0.15, 0.1], (2000, 2))
    held = 0
    for x1, x0 in hits:
        counts = pd.DataFrame(
            {"email": ["a", "none"], "visits": [x1, x0], "customers": [400, 500]}
        )
        if x1 % 10 == 0:  # one in ten is enough, and takes a tenth of the time
            found = average_effect(counts, "a")
            held += found.low <= 0.05 <= found.high
    asked = sum(x1 % 10 == 0 for x1, _ in hits)
    # Four standard errors around .95.
    assert asked > 150
    assert held / asked == pytest.approx(0.95, abs=4 * np.sqrt(0.0475 / asked))


# Qini -----------------------------------------------------------------------------


def test_the_deterministic_qini_is_that_of_scikit_uplift():
    # 7: ties kept; the race of benchmarks/ computes it with the peer each time.
    found = deterministic_qini("womens")
    assert found.normalized == pytest.approx(0.0605747, abs=5e-8)
    assert found.uplift_normalized == pytest.approx(0.0279667, abs=5e-8)
    assert found.end == pytest.approx(967.40, abs=5e-3)
    assert len(found.curve) == 25


def test_the_end_of_the_curve_is_the_average_effect_times_the_mailed():
    counts = hillstrom("womens", "none")
    mailed = counts.loc[counts["email"] == "womens", "customers"].sum()
    effect = average_effect(counts, "womens").effect
    assert deterministic_qini("womens").end == pytest.approx(effect * mailed)


def test_the_mean_height_is_the_area_over_all_customers():
    found = deterministic_qini("womens")
    assert found.mean_height == pytest.approx(found.raw / 42693)
    assert found.mean_height == pytest.approx(155.76, abs=5e-3)


def by_the_book(score, mailed, response):
    """Qini area and end, one row at a time, ties after the last of them."""
    order = sorted(set(score), reverse=True)
    points, area, before = [(0, 0.0)], 0.0, (0, 0.0)
    for cut in order:
        taken = [i for i, s in enumerate(score) if s >= cut]
        t = sum(mailed[i] for i in taken)
        c = len(taken) - t
        yes_t = sum(response[i] for i in taken if mailed[i])
        yes_c = sum(response[i] for i in taken if not mailed[i])
        points.append((len(taken), yes_t - (yes_c * t / c if c else 0)))
    for x, y in points[1:]:
        area += (x - before[0]) * (y + before[1]) / 2
        before = (x, y)
    return area - before[0] * before[1] / 2, points


rows = st.lists(
    st.tuples(st.integers(0, 4), st.booleans(), st.booleans()), min_size=4, max_size=30
).filter(lambda rows: len({mailed for _score, mailed, _yes in rows}) == 2)


@few
@given(rows)
def test_the_qini_is_the_textbooks_row_by_row(rows):
    score, mailed, response = map(list, zip(*rows, strict=True))
    found = qini(score, mailed, response)
    area, points = by_the_book(score, mailed, response)
    assert found.raw == pytest.approx(area, abs=1e-9)
    assert found.curve["qini"].tolist() == pytest.approx([y for _x, y in points])


@few
@given(rows, st.randoms())
def test_neither_the_order_of_rows_nor_counting_them_changes_the_qini(rows, random):
    mixed = random.sample(rows, len(rows))
    one, other = (qini(*zip(*each, strict=True)) for each in (rows, mixed))
    frame = pd.DataFrame(rows, columns=["score", "mailed", "yes"])
    counts = frame.groupby(["score", "mailed"], as_index=False)["yes"].agg(
        ["sum", "size"]
    )
    counted = qini(
        counts["score"], counts["mailed"], counts["sum"], customers=counts["size"]
    )
    for found in (other, counted):
        assert found.raw == pytest.approx(one.raw)
        assert found.normalized == pytest.approx(one.normalized, nan_ok=True)
        assert found.uplift_normalized == pytest.approx(
            one.uplift_normalized, nan_ok=True
        )


@few
@given(rows)
def test_one_score_for_all_is_the_random_line(rows):
    _score, mailed, response = zip(*rows, strict=True)
    assert qini([1] * len(rows), mailed, response).raw == pytest.approx(0, abs=1e-9)


def test_the_perfect_order_has_a_normalized_qini_of_one():
    mailed = np.array([1, 1, 1, 0, 0, 0], dtype=bool)
    response = np.array([1, 0, 0, 1, 0, 0])
    best = response * np.where(mailed, 1, -1)
    assert qini(best, mailed, response).normalized == pytest.approx(1)
    assert qini(-best, mailed, response).normalized < 0


def test_a_ranking_by_the_true_uplift_beats_one_by_the_chance_to_buy():
    kinds = four_kinds(0.1)
    rng = np.random.default_rng(2)
    of = rng.choice(4, 20_000, p=[kind.share for kind in kinds])
    mailed = rng.random(20_000) < 0.5
    chances = np.array([[kind.without, kind.with_mail] for kind in kinds])
    response = rng.random(20_000) < chances[of, mailed.astype(int)]
    uplift = np.array([kind.uplift for kind in kinds])[of]
    propensity = np.array([kind.without for kind in kinds])[of]
    assert qini(uplift, mailed, response).mean_height > 100
    assert qini(propensity, mailed, response).mean_height < 20


# Policies -------------------------------------------------------------------------


def matched():
    counts = load("hillstrom")
    return np.where(counts["bought_womens"], "womens", "mens")


def test_the_value_of_mailing_all_is_three_times_the_visits_of_a_third():
    found = policy_value(load("hillstrom"), "mens")
    assert found.value == pytest.approx(3 * 3894 / 64000)


def test_a_policy_value_agrees_with_one_row_per_customer():
    counts, gets = load("hillstrom"), matched()
    y = 3.0 * (counts["email"].astype(str) == gets)
    per_customer = np.r_[
        np.repeat(y, counts["visits"]),
        np.zeros(int((counts["customers"] - counts["visits"]).sum())),
    ]
    found = policy_value(counts, gets)
    assert found.value == pytest.approx(per_customer.mean())
    assert found.standard_error == pytest.approx(per_customer.std() / np.sqrt(64000))


def test_in_a_difference_customers_who_get_the_same_cancel_out():
    counts, gets = load("hillstrom"), matched()
    all_mens, match = policy_value(counts, "mens"), policy_value(counts, gets)
    found = policy_value(counts, "mens", against=gets)
    assert found.value == pytest.approx(all_mens.value - match.value)
    apart = np.hypot(all_mens.standard_error, match.standard_error)
    assert found.standard_error < 0.8 * apart
    same = policy_value(counts, "mens", against="mens")
    assert (same.value, same.standard_error) == (0, 0)


def test_one_mail_to_all_does_at_least_as_well_as_matching():
    # 7: the men's e-mail does at least as well in every group that the counts have.
    found = policy_value(load("hillstrom"), "mens", against=matched())
    assert found.value == pytest.approx(0.0051, abs=5e-5)
    assert found.z == pytest.approx(1.6, abs=0.05)
    by = effects_by(load("hillstrom"), "bought_womens", "womens", against="mens")
    assert (by["effect"] < 0).all()


def covered(seeds, n=900):
    """How often two standard errors around a policy's value hold its true value."""
    chances = {("x", "none"): 0.1, ("x", "mail"): 0.3}
    chances |= {("y", "none"): 0.2, ("y", "mail"): 0.1}
    truth, hits = 0.5 * (0.3 + 0.2), 0
    for seed in seeds:
        rng = np.random.default_rng(seed)
        of = rng.multinomial(n, [0.5 * 0.25, 0.5 * 0.75] * 2)
        keys = [("x", "mail"), ("x", "none"), ("y", "mail"), ("y", "none")]
        counts = pd.DataFrame(keys, columns=["who", "email"])
        counts["customers"] = of
        counts["visits"] = rng.binomial(of, [chances[key] for key in keys])
        drawn = np.where(counts["email"] == "mail", 0.25, 0.75)
        gets = np.where(counts["who"] == "x", "mail", "none")
        found = policy_value(counts, gets, chance=drawn)
        hits += abs(found.value - truth) < 1.959964 * found.standard_error
    return hits / len(seeds)


def test_the_error_of_a_policy_value_is_as_large_as_it_says():
    assert covered(range(200)) == pytest.approx(0.95, abs=4 * np.sqrt(0.0475 / 200))


def test_contact_those_whose_uplift_pays_for_it():
    uplift = [0.0111, 0.0731, -0.12, 0.0]
    assert worth_contacting(uplift, margin_eur=10, cost_eur=0.5).tolist() == [
        False,
        True,
        False,
        False,
    ]
    # Exactly even is not worth the trouble.
    assert not worth_contacting(0.25, margin_eur=4, cost_eur=1).any()


def test_the_profits_of_both_rankings_by_hand():
    # Of 1,000: 200 sure things, 100 dogs, 200 persuadables. By propensity the first
    # 300 cost 150 and lose 100 * .12 * 20 = 240. By uplift 200 earn 600 less 100.
    assert targeting_profit_eur(0.3, by="propensity") == pytest.approx(-390)
    assert targeting_profit_eur(0.2) == pytest.approx(500)
    # Persuadables come third: 200 * (.15 * 20 - .5) = 500 more.
    assert targeting_profit_eur(0.5, by="propensity") == pytest.approx(110)


@few
@given(st.floats(0, 1), st.floats(0, 0.5), st.floats(0, 5))
def test_no_ranking_beats_uplift_and_at_full_depth_all_are_alike(depth, dogs, cost):
    def profit(depth, by):
        return targeting_profit_eur(depth, four_kinds(dogs), by=by, cost_eur=cost)

    assert profit(depth, "uplift") >= profit(depth, "propensity") - 1e-9
    assert profit(1, "uplift") == pytest.approx(profit(1, "propensity"))
    assert profit(0, "uplift") == 0


# The CRM --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def crm():
    connection = open_crm()
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def in_a_file(tmp_path_factory):
    connection = open_crm(tmp_path_factory.mktemp("crm") / "crm.sqlite3")
    yield connection
    connection.close()


def test_the_crm_holds_every_row_of_the_export(crm):
    for name, frame in crm_tables().items():
        assert ask(crm, f"SELECT COUNT(*) AS n FROM {name}")["n"].item() == len(frame)
    assert len(load("firm_contacts")) == len(crm_tables()["deal_contacts"])


def test_what_goes_in_comes_out(crm):
    deals = load("firm_opportunities")
    found = ask(crm, "SELECT * FROM opportunities ORDER BY opportunity_id")
    assert found["created_on"].tolist() == deals["created_on"].astype(str).tolist()
    assert found["amount_eur"].sum() == deals["amount_eur"].sum()
    for name in ("outcome", "closed_on", "needs_interview", "forecast"):
        assert (found[name].isna() == deals[name].isna()).all()
    assert found["needs_interview"].sum() == deals["needs_interview"].sum()


def test_a_person_on_two_deals_is_one_person(crm):
    people = ask(crm, "SELECT COUNT(*) AS n FROM contacts")["n"].item()
    seats = ask(crm, "SELECT COUNT(*) AS n FROM deal_contacts")["n"].item()
    assert people < seats
    assert people == load("firm_contacts")["contact_id"].nunique()


def test_every_foreign_key_leads_somewhere(tmp_path):
    open_crm(tmp_path / "crm.sqlite3").close()
    writable = sqlite3.connect(tmp_path / "crm.sqlite3")
    assert writable.execute("PRAGMA foreign_key_check").fetchall() == []
    writable.close()


@pytest.mark.parametrize(
    ("table", "column", "value", "why"),
    [
        ("activities", "opportunity_id", "O9999", "FOREIGN KEY"),
        ("activities", "contact_id", "P9999", "FOREIGN KEY"),
        ("opportunities", "outcome", "wun", "CHECK"),
        ("opportunities", "created_on", "2026-02-30", "CHECK"),
        ("opportunities", "account_id", None, "NOT NULL"),
        ("accounts", "employees", 0, "CHECK"),
    ],
)
def test_the_schema_refuses_what_makes_no_sense(table, column, value, why):
    tables = {name: frame.copy() for name, frame in crm_tables().items()}
    values = tables[table][column]
    plain = values.astype(str) if values.dtype.kind == "M" else values.astype(object)
    plain = plain.astype(object)
    plain.iloc[5] = value
    tables[table][column] = plain
    with pytest.raises(ValueError, match=f"rows for {table} do not fit.*{why}"):
        open_crm(tables=tables)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM activities",
        "UPDATE accounts SET size = 'large'",
        "DROP TABLE contacts",
        "INSERT INTO contacts VALUES ('P9999', 'A0001', 'IT')",
        "CREATE TABLE mine (x)",
        "ATTACH 'other.sqlite3' AS other",
        "PRAGMA writable_schema = ON",
    ],
)
def test_a_learner_cannot_change_the_crm(crm, in_a_file, sql):
    for each in (crm, in_a_file):
        with pytest.raises(ValueError, match="can only be read"):
            ask(each, sql)
        assert ask(each, "SELECT COUNT(*) AS n FROM activities")["n"].item() == 25803


def test_a_file_is_filled_once_and_opened_again(tmp_path):
    path = tmp_path / "crm.sqlite3"
    open_crm(path).close()
    before = path.stat().st_mtime_ns
    crm = open_crm(path, tables={})
    assert ask(crm, "SELECT COUNT(*) AS n FROM accounts")["n"].item() == 1100
    crm.close()
    assert path.stat().st_mtime_ns == before
    assert [each.name for each in tmp_path.iterdir()] == ["crm.sqlite3"]


def test_another_file_is_not_taken_for_a_crm(tmp_path):
    (tmp_path / "notes.txt").write_text(
        "not a database, but long enough to be read\n" * 9
    )
    with pytest.raises(ValueError, match="is not a CRM"):
        open_crm(tmp_path / "notes.txt")


def test_a_question_takes_parameters_and_may_find_nothing(crm):
    sql = "SELECT * FROM accounts WHERE size = :size AND employees > :least"
    found = ask(crm, sql, {"size": "small", "least": 100})
    assert found.empty
    assert list(found.columns)[:2] == ["account_id", "industry"]
    assert len(ask(crm, "SELECT 1 FROM accounts WHERE size = ?", ["large"])) == 171


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT * FROM oportunities", 'Did you mean "opportunities"'),
        ("SELECT ouner FROM opportunities", 'Did you mean "owner"'),
        ("SELECT o.siez FROM accounts o", 'no column "siez".*Did you mean "size"'),
        ("SELEC 1", "SQLite cannot answer that: .*syntax error"),
    ],
)
def test_a_slip_in_sql_is_answered_with_what_there_is(crm, sql, said):
    with pytest.raises(ValueError, match=said):
        ask(crm, sql)


def test_a_join_counts_a_deal_once_per_activity(crm):
    once = "SELECT SUM(amount_eur) AS eur FROM opportunities WHERE outcome IS NULL"
    often = once.replace("WHERE", "JOIN activities USING (opportunity_id) WHERE")
    frame = load("firm_opportunities").query("outcome.isna()")
    activities = load("firm_activities").groupby("opportunity_id").size()
    times = frame["opportunity_id"].map(activities).fillna(0)
    assert ask(crm, once)["eur"].item() == frame["amount_eur"].sum()
    assert ask(crm, often)["eur"].item() == (frame["amount_eur"] * times).sum()


# Propensity -----------------------------------------------------------------------


def toy(n, seed, drift=0.0):
    rng = np.random.default_rng(seed)
    client, size = rng.choice(["new", "current"], n), rng.normal(size=n)
    log_odds = -1 + 1.2 * (client == "current") + 0.5 * size + drift
    chance = 1 / (1 + np.exp(-log_odds))
    deals = pd.DataFrame({"client": client, "size": size, "chance": chance})
    return deals, rng.random(n) < chance


def test_the_model_finds_the_chances_that_made_the_data():
    deals, won = toy(20_000, 1)
    fresh, _won = toy(500, 2)
    model = propensity_model(["client"], ["size"]).fit(deals, won)
    assert model.predict_proba(fresh)[:, 1] == pytest.approx(fresh["chance"], abs=0.03)


def test_a_name_never_seen_before_gets_no_switch_and_no_error():
    deals, won = toy(300, 1)
    model = propensity_model(["client"]).fit(deals, won)
    chances = model.predict_proba(pd.DataFrame({"client": ["past", "new", "current"]}))
    assert chances[1, 1] < chances[0, 1] < chances[2, 1]


def test_a_fit_that_does_not_converge_is_an_error_and_no_last_iterate():
    deals, won = toy(300, 1)
    model = propensity_model(["client"], ["size"])
    model.set_params(regression__max_iter=1)
    with pytest.raises(ValueError, match="did not converge"):
        model.fit(deals, won)


def test_scores_are_those_of_scikit_learn_and_of_chapter_outcomes():
    from sklearn.metrics import brier_score_loss, log_loss

    from salescourse.b2b.outcomes import brier_parts

    deals, won = toy(400, 3)
    found = score_chances(deals["chance"], won)
    assert found.brier == pytest.approx(brier_score_loss(won, deals["chance"]))
    assert found.log_loss == pytest.approx(log_loss(won, deals["chance"]))
    parts = brier_parts(deals["chance"], won)
    assert (found.brier, found.brier_error) == (parts.score, parts.standard_error)


def test_a_flat_no_that_was_wrong_has_an_infinite_log_loss():
    assert score_chances([0.0, 1.0], [True, True]).log_loss == np.inf
    assert score_chances([1.0, 0.0], [True, False]).log_loss == 0


def test_groups_of_equal_size_keep_equal_chances_together():
    table = calibration_by_group([0.1] * 6 + [0.3] * 2 + [0.5] * 2, [0] * 10, groups=5)
    assert table["deals"].tolist() == [6, 2, 2]
    assert table["said"].tolist() == pytest.approx([0.1, 0.3, 0.5])


def test_a_calibrated_model_lies_within_its_intervals():
    deals, won = toy(4000, 4)
    table = calibration_by_group(deals["chance"], won, groups=8)
    assert len(table) == 8
    inside = (table["low"] <= table["said"]) & (table["said"] <= table["high"])
    assert inside.sum() >= 7


def firm_deals(crm):
    deals = ask(
        crm,
        "SELECT opportunity_id, created_on, outcome, client, source, competitor, size,"
        " (SELECT COUNT(*) FROM activities a WHERE a.opportunity_id ="
        " o.opportunity_id) AS activities"
        " FROM opportunities o JOIN accounts USING (account_id)",
    )
    left = load("firm_stage_visits").groupby("opportunity_id")["left_on"].max()
    return deals.assign(ended_on=deals["opportunity_id"].map(left))


DAYS = {
    "learn_before": "2025-01-01",
    "known_by": "2025-07-01",
    "test_from": "2025-07-01",
    "test_before": "2026-01-01",
}


def test_a_score_better_than_the_truth_gives_a_leak_away(crm):
    learn, test = split_by_time(firm_deals(crm), **DAYS)
    truth = load("firm_truth").set_index("opportunity_id")["win_rate"]
    won = test["outcome"] == "won"
    best = score_chances(truth.loc[test["opportunity_id"]], won)
    names = ["client", "source", "competitor", "size"]

    def brier(numbers):
        model = propensity_model(names, numbers).fit(learn, learn["outcome"] == "won")
        return score_chances(model.predict_proba(test)[:, 1], won).brier

    assert brier([]) > best.brier
    assert brier(["activities"]) < best.brier - 2 * best.brier_error


def test_nobody_learns_from_a_deal_whose_end_was_not_yet_known(crm):
    learn, test = split_by_time(firm_deals(crm), **DAYS)
    assert learn["ended_on"].max() < pd.Timestamp(DAYS["known_by"])
    assert learn["created_on"].max() < DAYS["learn_before"]
    assert test["created_on"].min() >= DAYS["test_from"]
    assert not set(learn["opportunity_id"]) & set(test["opportunity_id"])


# The mailer -----------------------------------------------------------------------

CART, BACK = Rule("cart", "left a cart", 1), Rule("back", "left", 1)


def traffic_of(*sessions, buy_rate=0.1, households=1, days=90.0):
    names = ["household", "day", "ends", "luck"]
    table = pd.DataFrame(sessions, columns=names)
    return Traffic(table, buy_rate, households, days)


def test_without_rules_everything_stays_as_it_was():
    traffic = simulate_traffic(500, seed=3)
    run = run_rules(traffic, [])
    assert run.bought == (traffic.table["ends"] == "bought").sum()
    assert run.expected == pytest.approx(len(traffic.table) * traffic.buy_rate)
    assert run.log.empty


def test_traffic_ends_as_often_in_a_purchase_as_the_cycle_says():
    traffic = simulate_traffic(20_000, seed=1)
    rate = (traffic.table["ends"] == "bought").mean()
    error = np.sqrt(traffic.buy_rate / len(traffic.table))
    assert traffic.buy_rate == SalesCycle.b2c().win_rate
    assert rate == pytest.approx(traffic.buy_rate, abs=4 * error)
    # Of all sessions one in ten fills a cart (browse to cart .10, and back again).
    carts = (traffic.table["ends"] != "left").mean()
    assert carts == pytest.approx(0.10, abs=0.005)


def test_the_log_says_what_fired_when_and_why():
    traffic = traffic_of(
        (0, 3.0, "left a cart", 0.9), (0, 5.0, "left", 0.9), (0, 40.0, "left", 0.9)
    )
    log = run_rules(traffic, [CART, BACK], limit=Limit(1, 14)).log
    assert log["day"].tolist() == [4, 6, 41]
    assert log["rule"].tolist() == ["cart", "back", "back"]
    assert log["done"].tolist() == ["sent", "held back", "sent"]
    assert log["why"][1] == "left on day 5; 1 mail in 14 days"
    assert log["why"][0] == "left a cart on day 3"


def test_a_mail_that_is_due_after_the_last_day_is_not_sent():
    assert run_rules(traffic_of((0, 89.5, "left", 0.9)), [BACK]).log.empty


def test_the_odds_after_n_mails_by_hand():
    effect = MailEffect(lift=1.6, fatigue=0.6, days=14)
    assert [effect.factor(n) for n in range(4)] == pytest.approx([1, 1.6, 0.96, 0.576])
    # Odds 1/9 times 1.6 are 8/45, which is a chance of 8/53.
    assert effect.buy_rate(0.1, 1) == pytest.approx(8 / 53)


def test_a_mail_acts_for_so_many_days_and_no_longer():
    for day, chance in ((3.5, 0.1), (4.5, 8 / 53), (17.5, 8 / 53), (18.5, 0.1)):
        traffic = traffic_of((0, 3.0, "left", 0.99), (0, day, "left", 0.99))
        assert run_rules(traffic, [BACK]).expected == pytest.approx(0.1 + chance)


@pytest.mark.parametrize("chance", [0.02, 0.1, 0.3])
def test_a_tipped_session_ends_in_a_purchase_with_exactly_its_chance(chance):
    from salescourse.strategy.personalization.automation import _tipped

    rng = np.random.default_rng(1)
    base, luck = rng.random(40_000) < 0.1, rng.random(40_000)
    ends = ["bought" if bought else "left" for bought in base]
    after = [_tipped(end, 0.1, chance, u) for end, u in zip(ends, luck, strict=True)]
    after = np.array(after) == "bought"
    error = np.sqrt(chance * (1 - chance) / 40_000)
    assert after.mean() == pytest.approx(chance, abs=4 * error)
    # It tips one way only: as few sessions change as can be.
    changed = (after != base).mean()
    assert changed == pytest.approx(abs(after.mean() - base.mean()), abs=1e-12)


@few
@given(st.integers(1, 3), st.floats(1, 30), st.integers(0, 50))
def test_no_household_gets_more_than_the_limit(mails, days, seed):
    traffic = simulate_traffic(60, seed=seed, sessions_each=12)
    run = run_rules(traffic, [CART, BACK, BACK], limit=Limit(mails, days))
    sent = run.log[run.log["done"] == "sent"]
    for _household, when in sent.groupby("household")["day"]:
        for day in when:
            assert ((when > day - days) & (when <= day)).sum() <= mails


def test_purchases_are_on_average_what_the_planted_effect_says():
    differences = []
    for seed in range(30):
        traffic = simulate_traffic(400, seed=seed)
        run = run_rules(traffic, [BACK], limit=Limit(2, 10))
        differences.append(run.bought - run.expected)
    error = np.std(differences, ddof=1) / np.sqrt(30)
    assert abs(np.mean(differences)) < 3.5 * error


def test_the_same_luck_makes_a_comparison_sharper_and_its_error_is_honest():
    extras, errors, apart = [], [], []
    for seed in range(40):
        traffic = simulate_traffic(400, seed=seed)
        found = compare_runs(
            run_rules(traffic, [BACK], limit=Limit(1, 14)), run_rules(traffic, [])
        )
        extras.append(found.extra)
        errors.append(found.standard_error)
        apart.append(found.apart)
    # A standard deviation from 40 draws is off by 11 %.
    assert np.std(extras, ddof=1) == pytest.approx(np.mean(errors), rel=0.35)
    assert np.mean(errors) < 0.6 * np.mean(apart)


def test_without_a_limit_tiredness_eats_what_the_first_mail_won():
    traffic = simulate_traffic(4000, seed=2)
    drowned, spared = (
        run_rules(traffic, [CART, BACK], limit=limit) for limit in (None, Limit(1, 14))
    )
    assert spared.sent < drowned.sent / 2
    found = compare_runs(spared, drowned)
    assert found.extra > 4 * found.standard_error
    # If mails did not tire anybody, the limit would do harm.
    tireless = MailEffect(fatigue=1.0)
    drowned, spared = (
        run_rules(traffic, [CART, BACK], limit=limit, effect=tireless).expected
        for limit in (None, Limit(1, 14))
    )
    assert drowned > spared


# At the door ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: average_effect(hillstrom(), "women"), 'Did you mean "womens"'),
        (lambda: average_effect(hillstrom(), "none"), "compared with itself"),
        (lambda: average_effect(hillstrom(), "mens", hits="visit"), '"visits"'),
        (lambda: average_effect(hillstrom().iloc[:0], "mens"), "no rows"),
        (lambda: qini([1, 2], [True, False], [1, 0, 1]), "equally long, got 2 and 3"),
        (lambda: qini([1, np.nan], [True, False], [1, 0]), "none of them missing"),
        (lambda: qini([1, 2], [True, True], [1, 0]), "with the mail, and without"),
        (lambda: qini([1, 2], [True, False], [2, 0]), "between 0 and customers"),
        (lambda: policy_value(hillstrom(), "men"), 'Did you mean "mens"'),
        (lambda: policy_value(hillstrom(), ["mens"]), "equally long, got 72 and 1"),
        (lambda: policy_value(hillstrom(), "mens", chance=33), "Did you mean 0.33"),
        (lambda: policy_value(hillstrom(), "mens", chance=0), "more than 0"),
        (lambda: worth_contacting(7.3, margin_eur=1, cost_eur=0), "Did you mean 0.073"),
        (lambda: worth_contacting(0.1, margin_eur=-1, cost_eur=0), "0 or more"),
        (lambda: targeting_profit_eur(30), "Did you mean 0.3"),
        (lambda: targeting_profit_eur(0.3, by="upllift"), 'Did you mean "uplift"'),
        (lambda: targeting_profit_eur(0.3, [Kind("a", 0.5, 0, 0)]), "sum to 0.5"),
        (lambda: four_kinds(0.7), "at most 0.6"),
        (lambda: Rule("x", "left the cart"), 'Did you mean "left a cart"'),
        (lambda: Limit(0, 14), "from 1 up, got 0"),
        (lambda: MailEffect(fatigue=0), "one number above 0"),
        (lambda: simulate_traffic(0, seed=1), "from 1 up, got 0"),
        (lambda: propensity_model(), "one or more columns"),
        (lambda: propensity_model(["a"], ["a"]), "each of them once"),
        (lambda: score_chances([30, 0.2], [1, 0]), "Did you mean 0.3"),
        (lambda: score_chances([0.3], [1, 0]), "equally long, got 1 and 2"),
        (lambda: score_chances([0.3, None], [1, 0]), "."),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_remedy(call, said):
    with pytest.raises((ValueError, TypeError), match=said):
        call()


def test_counts_that_contradict_each_other_name_the_row():
    counts = load("hillstrom").copy()
    counts.loc[7, "visits"] = 5000
    with pytest.raises(
        ValueError, match=r"more visits \(5000\) than customers .* row 8"
    ):
        average_effect(counts, "mens")
    counts.loc[7, "visits"] = -1
    with pytest.raises(ValueError, match="0 or more, got -1 in row 8"):
        average_effect(counts, "mens")


def test_a_test_on_days_before_the_learning_is_refused(crm):
    deals = firm_deals(crm)
    with pytest.raises(ValueError, match="learned from the future"):
        split_by_time(deals, **{**DAYS, "test_from": "2025-03-01"})
    with pytest.raises(ValueError, match="no deals to test on"):
        split_by_time(deals, **{**DAYS, "test_before": "2025-07-01"})
    with pytest.raises(ValueError, match='no column "ended_on"'):
        split_by_time(deals.drop(columns="ended_on"), **DAYS)


@pytest.mark.parametrize(
    "write", [lambda days: days.dt.strftime("%Y-%m-%d"), lambda days: days.dt.date]
)
def test_days_in_text_split_deals_as_dates_do(crm, write):
    deals = firm_deals(crm).astype(
        {"created_on": "datetime64[us]", "ended_on": "datetime64[us]"}
    )
    dates = split_by_time(deals, **DAYS)
    text = deals.assign(
        created_on=write(deals["created_on"]),
        ended_on=write(deals["ended_on"]).astype(object).fillna(""),
        outcome=deals["outcome"].astype(object).fillna(""),
    )
    for one, other in zip(dates, split_by_time(text, **DAYS), strict=True):
        assert one.index.equals(other.index)
    german = deals.assign(created_on=deals["created_on"].dt.strftime("%d.%m.%Y"))
    with pytest.raises(ValueError, match=r'deals\["created_on"\], format="%d\.%m\.%Y"'):
        split_by_time(german, **DAYS)
    zoned = deals.assign(created_on=deals["created_on"].dt.tz_localize("UTC"))
    with pytest.raises(TypeError, match=r"has a time zone and .* has none"):
        split_by_time(zoned, **DAYS)


def test_a_fitted_model_can_be_kept_and_loaded_again(crm):
    learn, test = split_by_time(firm_deals(crm), **DAYS)
    won = learn["outcome"] == "won"
    model = propensity_model("client").fit(learn, won)
    again = pickle.loads(pickle.dumps(model))
    assert (again.predict_proba(test) == model.predict_proba(test)).all()


def test_runs_on_different_traffic_are_not_compared():
    one, other = (run_rules(simulate_traffic(n, seed=1), []) for n in (10, 11))
    with pytest.raises(ValueError, match="same traffic"):
        compare_runs(one, other)


# A mail test ----------------------------------------------------------------------


PLAN = {
    "left_alone": 0.5,
    "without": 0.1,
    "uplift": 0.04,
    "margin_eur": 20,
    "cost_eur": 0.5,
}


def test_a_mail_test_is_worked_out_by_hand():
    plan = mail_test(5000, **PLAN)
    # 0.50 / 20; 2,500 mailed at 0.04 x 20 - 0.50 = 0.30 each.
    assert plan.breakeven == pytest.approx(0.025)
    assert plan.earns_eur == plan.left_alone_eur == pytest.approx(750)
    # Two groups of 2,500: 0.14 x 0.86 and 0.10 x 0.90.
    error = math.sqrt((0.14 * 0.86 + 0.10 * 0.90) / 2500)
    assert plan.give_or_take == pytest.approx(1.959964 * error)


def test_with_as_many_as_are_needed_eight_tests_in_ten_show_that_a_mail_pays():
    needed = round(mail_test(5000, **PLAN).needed)
    rng, half = np.random.default_rng(1), needed // 2
    with_mail, without = rng.binomial(half, 0.14, 4000), rng.binomial(half, 0.10, 4000)
    rate, base = with_mail / half, without / half
    error = np.sqrt((rate * (1 - rate) + base * (1 - base)) / half)
    assert (rate - base - 1.96 * error > 0.025).mean() == pytest.approx(0.8, abs=0.02)


def test_no_number_shows_that_a_mail_pays_which_does_not():
    assert mail_test(5000, **{**PLAN, "uplift": 0.025}).needed is None
    assert mail_test(5000, **{**PLAN, "uplift": 0.02}).earns_eur < 0


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"left_alone": 0}, "left_alone must be above 0"),
        ({"left_alone": 1}, "left_alone must be above 0"),
        ({"without": 0.7, "uplift": 0.4}, "more than everybody"),
        ({"margin_eur": 0}, "margin_eur must be above 0"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(wrong, says):
    with pytest.raises(ValueError, match=says):
        mail_test(5000, **{**PLAN, **wrong})
