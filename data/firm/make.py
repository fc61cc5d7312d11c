"""Make the CRM of Kopje, the firm of the course: invented, seeded, its truth known.

Run ``python data/firm/make.py``; it writes the same bytes every time. All numbers
that shape the world are in ``truth.json`` beside this script; ``world.py`` draws the
world from them and ``noted.py`` says what of it is noted down.

Each opportunity is one deal of a `SalesCycle` of its own. Its consensus stage is that
of its own committee (`consensus_stage`), its other stages are the reference cycle's,
with odds ratios for what helps or hurts. All of the world happens first; then the
census cuts it off at the last day, people note down part of it, and the flaws of a
real export are put in.
"""

import argparse
import csv
from datetime import date, timedelta
from pathlib import Path

import journeys
import noted
import promotion
import purchases
import support
from world import HERE, TRUTH, ContractBook, draw_accounts, draw_deals, random

HEADERS = {
    "accounts": "account_id industry employees size review",
    "contacts": "contact_id opportunity_id account_id role champion added_on",
    "opportunities": (
        "opportunity_id account_id created_on closed_on stage outcome reason owner "
        "source client competitor needs_interview product machines amount_eur forecast"
    ),
    "stage_visits": "opportunity_id stage entered_on left_on next_stage",
    "activities": "opportunity_id stage type done_on contact_id answered",
    "renewals": (
        "contract_id account_id opportunity_id plan monthly_fee_eur started_on "
        "ended_on renewals"
    ),
    "offers": (
        "opportunity_id offer price_eur_month response_hours contract_months chosen"
    ),
    "journeys": "path days banner_on bought value_eur returned",
    "support": "ticket_id fault path pilot opened_minute finished_minute score",
    "support_truth": "ticket_id hard",
    "purchases": "household_id bought_on amount_eur",
    "households": (
        "household_id rate_per_week stops mean_eur still_buys next_26_weeks"
    ),
    "promotion": promotion.HEADER,
    "truth": (
        "opportunity_id duplicate_of committee_size rule needed agree correlation fit "
        "competitor needs_interview win_rate outcome closed_on"
    ),
}


def add_flaws(opportunities: list[list], truth: list[list]) -> None:
    """Lose closing dates, mistype some years, and enter some deals twice."""
    rng, flaws = random(12), TRUTH["flaws"]
    closed = [row for row in opportunities if row[3]]
    missing, wrong = flaws["closed_without_date"], flaws["closed_a_year_early"]
    for k, at in enumerate(rng.choice(len(closed), missing + wrong, replace=False)):
        row = closed[at]
        if k < missing:
            row[3] = ""
        else:
            early = f"{int(row[3][:4]) - 1}{row[3][4:]}"
            row[3] = early.replace("-02-29", "-02-28")
    number = len(opportunities)
    for at in sorted(rng.choice(number - 50, flaws["duplicates"], replace=False)):
        number += 1
        copy, twin = list(opportunities[at]), list(truth[at])
        created = date.fromisoformat(copy[2]) + timedelta(days=int(rng.integers(0, 3)))
        copy[0], copy[2] = f"O{number:04d}", created.isoformat()
        # Nobody ever works on the second entry: it stays open in the first stage.
        copy[3], copy[4:7], copy[11], copy[15] = "", ["qualify", "", ""], "", ""
        twin[0], twin[1] = copy[0], twin[0]
        opportunities.append(copy)
        truth.append(twin)


def make() -> dict[str, list[list]]:
    """Return the rows of every table."""
    accounts, book, people = draw_accounts(), ContractBook(), noted.People()
    book.sign_old_ones(accounts)
    deals = draw_deals(accounts, book)
    activities = [
        row for deal in deals for row in noted.activity_rows(deal, people.meet(deal))
    ]
    opportunities = [noted.opportunity_row(deal) for deal in deals]
    truth = [noted.truth_row(deal) for deal in deals]
    add_flaws(opportunities, truth)
    contracts = sorted(book.rows, key=lambda row: (row[4], row[0]))
    return {
        "accounts": noted.account_rows(accounts),
        "contacts": people.rows,
        "opportunities": opportunities,
        "stage_visits": noted.visit_rows(deals),
        "activities": activities,
        "renewals": [[f"K{k:04d}", *row] for k, row in enumerate(contracts, start=1)],
        "offers": noted.offer_rows(deals),
        "journeys": journeys.journey_rows(),
        **support.tables(),
        "purchases": purchases.purchase_rows(),
        "households": purchases.household_rows(),
        "promotion": promotion.promotion_rows(),
        "truth": truth,
    }


def write(folder: Path) -> None:
    """Write every table as CSV, with the same line ends on every system."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in make().items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(HEADERS[name].split())
            writer.writerows(rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--to", type=Path, default=HERE, help="folder to write to")
    write(parser.parse_args().to)
