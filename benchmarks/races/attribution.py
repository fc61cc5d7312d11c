"""Journeys over twelve channels, one row each, shared out among the channels.

Both sides get the same table of texts and read it within the race. The touch rules
must agree exactly. ChannelAttribution simulates its Markov chain where ours solves it,
so its credit is compared on the large channels, to the 5 % to which it stops by itself.
"""

from dataclasses import replace

from races.race import Numbers, Race, Runner, exact

CHANNELS = 12
LARGE = 4


def dice(number: int, stream: int):
    """Return numbers from 0 to 1 that are the same under every release of NumPy."""
    import numpy as np

    mixed = np.arange(1, number + 1, dtype=np.uint64) + np.uint64(stream << 40)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return ((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(11)) / 2.0**53


def journeys(number: int):
    """Return journeys of one touch to some thirty, five on average."""
    import numpy as np
    import pandas as pd

    lengths = 1 + (np.log(1 - dice(number, 1)) / np.log(0.8)).astype(int)
    # The first channels are met more often than the last.
    which = (dice(int(lengths.sum()), 2) ** 2 * CHANNELS).astype(int).tolist()
    names = [f"channel {k}" for k in range(CHANNELS)]
    ends = np.cumsum(lengths).tolist()
    starts = [0, *ends[:-1]]
    paths = [
        " > ".join([names[k] for k in which[a:b]])
        for a, b in zip(starts, ends, strict=True)
    ]
    bought = (dice(number, 3) < 0.2).astype(int)
    return pd.DataFrame({"path": paths, "bought": bought, "nothing": 1 - bought})


def case(number: int) -> dict:
    return {"number": number}


def ours(case: dict) -> Runner:
    from salescourse.b2c.channels import (
        first_touch,
        last_touch,
        linear_touch,
        read_paths,
    )

    table = journeys(case["number"])

    def run(seed: int) -> tuple:
        paths = read_paths(table, conversions="bought", nulls="nothing")
        return tuple(rule(paths) for rule in (last_touch, first_touch, linear_touch))

    return run, lambda rules: large(*rules)


def theirs(case: dict) -> Runner:
    from ChannelAttribution import heuristic_models

    table = journeys(case["number"])

    def run(seed: int):
        return heuristic_models(table, "path", "bought", flg_pro=False)

    def report(frame) -> Numbers:
        frame = frame.set_index("channel_name")
        return large(*(frame[f"{rule}_touch"] for rule in ("last", "first", "linear")))

    return run, report


def our_chain(case: dict) -> Runner:
    from salescourse.b2c.channels import markov_credit, read_paths

    table = journeys(case["number"])

    def run(seed: int):
        return markov_credit(read_paths(table, conversions="bought", nulls="nothing"))

    return run, large


def their_chain(case: dict) -> Runner:
    from ChannelAttribution import markov_model

    table = journeys(case["number"])

    def run(seed: int):
        return markov_model(
            table,
            "path",
            "bought",
            var_null="nothing",
            seed=seed,
            verbose=False,
            flg_pro=False,
        )

    def report(frame) -> Numbers:
        return large(frame.set_index("channel_name")["total_conversions"])

    return run, report


def large(*credits) -> Numbers:
    """Return what each rule gives the channels that are met most often."""
    names = [f"channel {k}" for k in range(LARGE)]
    return exact(*(credit[name] for credit in credits for name in names))


AGAINST_HEURISTICS = Race(
    name="touch",
    model="touch rules",
    peer="ChannelAttribution",
    needs=("ChannelAttribution==2.2.5", "matplotlib==3.10.*"),
    unit="journeys",
    sizes=(1_000, 10_000, 100_000, 1_000_000),
    result="last touch",
    case=case,
    ours=ours,
    theirs=theirs,
    tolerance=1e-9,
)
AGAINST_MARKOV = replace(
    AGAINST_HEURISTICS,
    name="markov",
    model="Markov attribution",
    result="credit",
    ours=our_chain,
    theirs=their_chain,
    tolerance=0.05,
)
