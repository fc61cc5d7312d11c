"""Every number that chapter 03 prints in words, computed again."""

import itertools
import re
from functools import cache

import nbformat
import numpy as np
import pytest
from banked import banked
from scipy import stats

from salescourse import load
from salescourse.b2b.consulting import (
    LeadTest,
    OfferDecision,
    exact_course,
    fit_choices,
    noisy_question,
)
from salescourse.paths import project_root
from salescourse.practice.questions.bank import load_bank

KINDS = ["can wait", "cannot wait"]
DECISION = OfferDecision(
    {"can wait": 0.7, "cannot wait": 0.3},
    {"standard": [2400, 600], "priority": [1200, 2400]},
)
TEST = LeadTest(poor_rate=0.2, good_rate=0.6, wrong_go=0.1, wrong_drop=0.2)
FEATURES = ["price_eur_month", "response_hours", "contract_months"]


@cache
def cells():
    notebook = nbformat.read(
        project_root() / "notebooks" / "03_consulting.ipynb", as_version=4
    )
    # Texts that run over several literals are joined, as Python joins them.
    return {
        cell["id"]: re.sub(r'"\s*\n\s*"', "", cell["source"]).replace("\xa0", " ")
        for cell in notebook.cells
    }


def says(cell, *phrases):
    for phrase in phrases:
        assert phrase in cells()[cell], (cell, phrase)


def net(questions, accuracy, cost_eur):
    return DECISION.net_worth_eur(
        noisy_question(KINDS, accuracy), times=questions, cost_eur=cost_eur
    )


def test_the_objectives_are_the_banks_word_for_word():
    bullets = re.findall(r"^- (.+?)[;.]$", cells()["title"], flags=re.MULTILINE)
    objectives = load_bank("consulting").objectives
    assert bullets == [" ".join(objective.text.split()) for objective in objectives]


# The model ----------------------------------------------------------------------------


def test_what_kopje_earns_unasked_and_knowing():
    unasked, gap = DECISION.value_eur, DECISION.perfect_worth_eur
    says("decision-after", f"€{unasked:,.0f}", f"€{gap:.0f}", f"€{unasked + gap:,.0f}")
    assert unasked == pytest.approx(0.7 * 2400 + 0.3 * 600)
    assert DECISION.best_offer == "standard"


def test_the_worked_number_of_one_question():
    plan = DECISION.after(noisy_question(KINDS, 0.8))
    (p, v), (q, w) = plan[["chance", "value_eur"]].to_numpy()
    worth = DECISION.worth_eur(noisy_question(KINDS, 0.8))
    says(
        "question-after",
        f"{p:.2f} × {v:,.0f} + {q:.2f} × {w:,.0f} − {DECISION.value_eur:,.0f} "
        f"= €{worth:.0f}",
    )
    assert p * v + q * w - DECISION.value_eur == pytest.approx(worth)
    assert plan["offer"].tolist() == ["standard", "priority"]


def test_a_vague_answer_is_news_and_stays_short_of_forty_percent():
    plan = DECISION.after(noisy_question(KINDS, 0.6))
    after_yes = plan.loc["cannot wait", "cannot wait"]
    says("vague-after", f"from 30 to {100 * after_yes:.0f} %", "only from 40 % on")
    assert plan["offer"].tolist() == ["standard", "standard"]
    assert DECISION.worth_eur(noisy_question(KINDS, 0.6)) == 0
    even = OfferDecision({"can wait": 0.6, "cannot wait": 0.4}, DECISION.payoff_eur)
    assert even.expected_eur["standard"] == pytest.approx(even.expected_eur["priority"])


def test_the_figure_of_both_offers_tells_where_the_answers_lead():
    vague, good = (
        DECISION.after(noisy_question(KINDS, q))["cannot wait"] for q in (0.6, 0.8)
    )
    says(
        "vague-figure",
        f"lead to {100 * vague.iloc[0]:.0f} % and {100 * vague.iloc[1]:.0f} %",
        f"lead to {100 * good.iloc[0]:.0f} % and {100 * good.iloc[1]:.0f} %",
        "from €2,400 to €600",
        "from €1,200 to €2,400",
        "past 40 %",
    )


def test_the_net_worth_peaks_at_three_questions():
    curve = [net(n, 0.7, 40) for n in range(13)]
    best = int(np.argmax(curve))
    assert best == 3
    says("explorer", f"three questions and €{curve[best]:.0f} (four earn as much)")
    assert round(curve[4]) == round(curve[best])
    assert curve[12] < 0


def test_what_the_text_after_the_explorer_tries():
    one, two = (net(n, 0.6, 0) for n in (1, 2))
    assert one == 0
    says("explorer-after", f"two together €{two:.0f}")
    assert net(1, 1.0, 0) == pytest.approx(net(2, 1.0, 0))


def test_the_guess_of_the_scene_and_the_strip():
    nothing = noisy_question(KINDS, 0.5)
    assert DECISION.worth_eur(nothing, times=23) == pytest.approx(0, abs=1e-9)
    says("guess", "times=23")
    says("scene", "twenty-three")


SHOP = OfferDecision(
    {"one or two": 0.65, "more": 0.35},
    {"Uno first": [0.06 * 134, 0.02 * 209], "Duo first": [0.02 * 134, 0.06 * 209]},
)


def test_the_same_question_in_a_shop():
    sold = load("firm_truth").attrs["parameters"]["promotion"]["products"]
    margins = [row["price_eur"] - row["cost_eur"] for row in sold.values()]
    assert margins == [134, 209]
    says("shop", "€134", "€209", "65 visitors in a hundred")
    # Worked by hand: after "many cups" (0.065 of the one kind, 0.2625 of the other) a Duo
    # comes first, and gains 12.54 - 4.18 with the one, loses 8.04 - 2.68 with the other.
    by_hand = 0.2625 * (12.54 - 4.18) - 0.065 * (8.04 - 2.68)
    cups = {
        "one or two": {"few cups": 0.9, "many cups": 0.1},
        "more": {"few cups": 0.25, "many cups": 0.75},
    }
    worth, unasked = SHOP.worth_eur(cups), SHOP.value_eur
    assert worth == pytest.approx(by_hand)
    both, share = unasked + worth, worth / (unasked + worth)
    says(
        "shop-after",
        f"{unasked:.2f} + {worth:.2f} = €{both:.2f}",
        f"{worth:.2f} / {both:.2f} = {100 * share:.0f} %",
    )
    assert (1 - share) * both == pytest.approx(unasked)


def test_stopping_when_nothing_can_change_saves_one_to_two_touches():
    for touch_rate in (0.2, 0.6):
        mean = 0.0
        for answers in itertools.product([0, 1], repeat=6):
            chance = np.prod([touch_rate if a else 1 - touch_rate for a in answers])
            stop = next(
                n
                for n in range(1, 7)
                if sum(answers[:n]) >= 3 or n - sum(answers[:n]) >= 4
            )
            mean += chance * stop
            # Three answers or four silences are the verdict of all six.
            assert (sum(answers[:stop]) >= 3) == (sum(answers) >= 3)
        assert 1 < 6 - mean < 2
        assert f"{mean:.1f}" in ("4.8", "4.5")
    says("stop", "between one and two touches per lead")
    stopping = next(i for i in load_bank("consulting").items if i.id.endswith("-stop"))
    assert "4.5 to 4.8 touches" in stopping.explanation


def test_the_bounds_and_weights_of_the_test_in_the_text():
    assert TEST.answer_weight == pytest.approx(0.6 / 0.2) == pytest.approx(3)
    assert TEST.silence_weight == pytest.approx(0.4 / 0.8) == pytest.approx(0.5)
    says("stop", "by 3", "(0.6/0.2)", "halves it (0.4/0.8)", "At 8 go on")
    says("stop", f"at {TEST.drop_at:.2f} drop", "(1 − 0.2)/0.1 and 0.2/(1 − 0.1)")
    assert TEST.go_on_at == pytest.approx(8) == pytest.approx((1 - 0.2) / 0.1)
    assert TEST.drop_at == pytest.approx(0.2 / (1 - 0.1))
    two, three = TEST.decide([1, 1]), TEST.decide([0, 0, 0])
    assert (two.decision, three.decision) == ("go on", "drop")
    assert (two.evidence, three.evidence) == pytest.approx((9, 1 / 8))


def test_the_figure_of_the_evidence():
    assert TEST.decide([0, 1, 1, 1], most=6).evidence == pytest.approx(13.5)
    last = TEST.decide([1, 0, 1, 0, 0, 0], most=6)
    assert (last.decision, last.touches) == ("drop", 6)
    says(
        "evidence-figure",
        "reach 9 at the second touch",
        "reaches 13.5 after four",
        f"ends at {last.evidence:.2f}",
        "a line at 8 and one at 0.22",
    )


# The data -----------------------------------------------------------------------------


def test_the_real_deals_with_needs_defined():
    real = load("opportunities").query("factor == 'Needs_def'").set_index("level")
    yes = real.loc["Yes"]
    others = real.drop(index="Yes")[["opportunities", "won"]].sum()
    low, high = stats.binomtest(
        int(others["won"]), int(others["opportunities"])
    ).proportion_ci(method="wilson")
    says(
        "needs-defined-after",
        f"{100 * yes['won'] / yes['opportunities']:.0f} % against "
        f"{100 * others['won'] / others['opportunities']:.0f} %",
        f"{others['opportunities']} deals",
        f"from {100 * low:.0f} to {100 * high:.0f} %",
    )


def interviewed():
    deals = load("firm_opportunities").dropna(subset=["needs_interview", "outcome"])
    deals = deals.assign(
        won=deals["outcome"] == "won",
        late=deals["created_on"] >= "2025-01-01",
        held=deals["needs_interview"].astype(bool),
    )
    touches = load("firm_activities").dropna(subset=["answered"])
    answers = touches.groupby("opportunity_id")["answered"].sum()
    return deals.assign(answers=deals["opportunity_id"].map(answers))


def test_interviews_by_choice_and_by_coin():
    rates = interviewed().groupby(["late", "held"])["won"].mean()
    chosen, coin = (rates[late, True] - rates[late, False] for late in (False, True))
    says(
        "interviews-after",
        f"{100 * rates[False, True]:.0f} % with an interview, "
        f"{100 * rates[False, False]:.0f} % without",
    )
    assert (round(100 * chosen), round(100 * coin)) == (17, 8)
    assert round(100 * chosen) - round(100 * coin) == 9
    says("coin-after", "Seventeen points", "eight where a coin did", "The other nine")
    says(
        "coin-figure",
        f"{100 * rates[False, True]:.0f} % with an interview, "
        f"{100 * rates[False, False]:.0f} % without",
        f"{100 * rates[True, True]:.0f} % with, {100 * rates[True, False]:.0f} % without",
    )
    assert 0.4 < coin / chosen < 0.6


def test_the_interval_of_the_coins_difference():
    groups = interviewed().query("late").groupby("held")["won"].agg(["mean", "size"])
    error = np.sqrt((groups["mean"] * (1 - groups["mean"]) / groups["size"]).sum())
    gap = groups["mean"][True] - groups["mean"][False]
    low, high = 100 * (gap - 1.96 * error), 100 * (gap + 1.96 * error)
    says("coin-after", f"95 % interval {low:.0f} to {high:.0f}")


def test_early_interviews_went_to_leads_that_had_answered():
    early = interviewed().query("not late")
    chosen = early.groupby(early["answers"] >= 3)["held"].mean()
    assert chosen[True] > 0.8 > 0.2 > chosen[False]
    says("interviews-after", "three touches of six")


def test_the_envelope_of_the_coins_deals():
    deals = load("firm_opportunities").dropna(subset=["needs_interview"])
    truth = load("firm_truth").query("duplicate_of.isna()")
    late = deals[deals["created_on"] >= "2025-01-01"].merge(
        truth, on="opportunity_id", suffixes=("", "_true")
    )
    held = late["needs_interview"].astype(bool)
    won = (late["outcome_true"] == "won").groupby(held).mean()
    says("coin-after", f"{100 * won[True]:.0f} against {100 * won[False]:.0f} %")


def test_the_sequential_test_saves_a_third_of_kopjes_touches():
    touches = load("firm_activities").dropna(subset=["answered"])
    made = touches.groupby("opportunity_id")["answered"].agg(["size", "sum"])
    six = made[made["size"] == 6]
    verdicts = TEST.replay(touches, most=6).loc[six.index]
    saved = 1 - verdicts["touches"].sum() / (6 * len(six))
    assert saved == pytest.approx(1 / 3, abs=0.01)
    go, old = verdicts["decision"] == "go on", six["sum"] >= 3
    assert (go != old).mean() == pytest.approx(1 / 50, abs=0.002)

    fit = load("firm_truth").set_index("opportunity_id")["fit"].reindex(six.index)
    poor, good = fit == "poor", fit == "good"
    says(
        "replay-after",
        f"{100 * go[poor].mean():.1f} % of poor leads",
        f"had {100 * old[poor].mean():.1f} %,",
        f"{100 * (~go[good]).mean():.1f} % of good ones",
        f"it had {100 * (~old[good]).mean():.1f} %",
    )
    # The records do what the exact course says they should.
    course = exact_course(TEST, 0.6, most=6)
    assert go[good].mean() == pytest.approx(course.go_on_rate, abs=0.03)
    assert verdicts["touches"][good].mean() == pytest.approx(
        course.mean_touches, abs=0.1
    )


@pytest.fixture(scope="module")
def model():
    return fit_choices(load("firm_offers"), FEATURES, choice_set="opportunity_id")


def test_what_an_hour_is_worth(model):
    hour, many = (model.worth(FEATURES[0], response_hours=-n) for n in (1, 44))
    truth = load("firm_truth").attrs["parameters"]["offers"]["utility"]
    true_hour = truth["response_hours"] / truth["price_eur_month"]
    says(
        "worth-after",
        f"€{hour.value:.2f} for an hour",
        f"€{many.value:.0f} for the 44 hours",
        f"€{true_hour:.2f} and €{44 * true_hour:.2f}",
    )
    assert hour.low < true_hour < hour.high
    assert (round(hour.low, 2), round(hour.high, 2)) == (0.55, 0.97)


# Exercises, claims and quiz -----------------------------------------------------------


def test_the_exercises_come_out_as_their_texts_say():
    from salescourse.b2b.consulting import keys

    assert keys.best_number(0.8, 20) == 5
    assert round(keys.net_value_eur(5, 0.8, 20)) == 360
    assert round(keys.net_value_eur(7, 0.8, 20)) == 354
    assert keys.workshop_worth_eur() == pytest.approx(12_500)
    five, two = (
        [
            banked("consulting-3", questions=n, accuracy=0.8, leave=leave)
            for n in range(10)
        ]
        for leave in (0.05, 0.02)
    )
    assert (int(np.argmax(five)), int(np.argmax(two))) == (1, 3)
    assert (round(five[1]), round(five[3])) == (2018, 1935)
    assert banked("consulting-hours", hours=20) == pytest.approx(15)  # 0.48 / 0.032
    says("exercise-3-after", "one question is best")
    # The last seven of twelve questions tell less than they cost.
    assert net(12, 0.8, 0) - net(5, 0.8, 0) < 7 * 20


def test_twenty_one_times_the_odds_is_seven_times_the_chance_at_ten_percent():
    quick = {p: 21 * p / (1 - p) / (1 + 21 * p / (1 - p)) for p in (0.01, 0.1, 0.3)}
    assert [round(q / p, 1) for p, q in quick.items()] == [17.5, 7.0, 3.0]
    says("odds", "(0.01, 0.1, 0.3)")


def test_the_explorer_has_peaks_from_none_to_twelve():
    assert "accuracy=[n / 20 for n in range(10, 21)]" in cells()["explorer"]
    costs = re.search(r"cost_eur=\[(.+?)\]", cells()["explorer"])[1]
    accuracy = [n / 20 for n in range(10, 21)]
    cost_eur = [float(euros) for euros in costs.split(",")]
    best = {
        int(np.argmax([net(n, q, c) for n in range(13)]))
        for q in accuracy
        for c in cost_eur
    }
    assert (min(best), max(best)) == (0, 12)
    says("claim-after", "from none to twelve")


def test_the_copied_offer_of_the_quiz_takes_from_both(model):
    import pandas as pd

    price, hours = 120.0, 24.0
    same = {"set": 1, "price_eur_month": price, "response_hours": hours}
    offers = pd.DataFrame([{**same, "contract_months": 24.0}] * 3)
    assert model.shares(offers, choice_set="set").tolist() == pytest.approx([1 / 3] * 3)


def test_the_number_of_questions_in_the_quiz():
    shown = [item for item in load_bank("consulting").items if item.type != "code"]
    words = {8: "Eight", 9: "Nine", 10: "Ten"}
    says("quiz-intro", f"{words[len(shown)]} questions")
