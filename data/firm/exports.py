"""Write what Kopje's sellers D and E would export from three CRMs: invented like the firm.

Run ``python data/firm/exports.py``; it writes the same bytes every time, into
``book/exports``, where the page for instructors offers them. The deals are those that
began in the year to 30 April 2026, as they stood on that day, so the two months after
it can be looked up in ``opportunities.csv``. All shapes hold the same deals:

* HubSpot: one file with a column of days per stage. The close date of an open deal is
  the end of a month, which nobody has thought about.
* Salesforce: a report with the month first and short ids, and the history with long
  ones, in which a row also stands where only the amount has changed.
* A plain table as a spreadsheet in Europe writes it, with no history.
"""

import argparse
import calendar
import csv
import io
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
TO = HERE.parents[1] / "book" / "exports"
FROM, UNTIL = date(2025, 5, 1), date(2026, 4, 30)
OWNERS = {"D": "Dana Brandt", "E": "Emil Okafor"}
STAGES = {
    "qualify": ("Qualify", 10),
    "discovery": ("Discovery", 25),
    "evaluation": ("Evaluation", 40),
    "consensus": ("Consensus", 60),
    "negotiation": ("Negotiation", 80),
}
ENDS = {"won": "Closed Won", "lost": "Closed Lost", "no_decision": "Closed Lost"}
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def read(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the firm's tables."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def deals() -> list[dict]:
    """Return the deals as they stood on the last day: their stages, and how they ended."""
    visits: dict[str, list[dict[str, str]]] = {}
    for visit in read("stage_visits"):
        visits.setdefault(visit["opportunity_id"], []).append(visit)
    found = []
    for row in read("opportunities"):
        created, way = (
            date.fromisoformat(row["created_on"]),
            visits.get(row["opportunity_id"]),
        )
        # A second entry of a deal has no way of its own.
        if row["owner"] not in OWNERS or not FROM <= created <= UNTIL or not way:
            continue
        entered = [(v["stage"], date.fromisoformat(v["entered_on"])) for v in way]
        end = way[-1]["next_stage"] if way[-1]["left_on"] else ""
        ended = date.fromisoformat(way[-1]["left_on"]) if end in ENDS else None
        over = ended is not None and ended <= UNTIL
        found.append(
            {
                "number": int(row["opportunity_id"][1:]), "created": created,
                "name": f"{row['account_id']}, {row['product']}", "account": row["account_id"],
                "owner": OWNERS[row["owner"]], "amount": int(row["amount_eur"]) if row["amount_eur"] else None,
                "way": [(stage, day) for stage, day in entered if day <= UNTIL],
                "end": end if over else "", "ended": ended if over else None,
                "reason": row["reason"] if over and end != "won" else "",
            }
        )  # fmt: skip
    return found


def hope(deal: dict) -> date:
    """Return the end of the month a good month after a deal began, or of a later one."""
    day = max(deal["created"] + timedelta(days=45), UNTIL)
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def moment(day: date, step: int) -> str:
    """Return a day with a time, later for each step."""
    return f"{day} {9 + step:02}:{7 * step % 60:02}"


def hubspot(all_deals: list[dict]) -> list[list]:
    """Return the rows of a HubSpot export."""
    names = [*(name for name, _ in STAGES.values()), "Closed Won", "Closed Lost"]
    head = ["Record ID", "Deal Name", "Deal Stage", "Pipeline", "Amount", "Close Date"]
    head += ["Create Date", "Deal owner", "Associated Company", "Closed Lost Reason"]
    rows = [head + [f'Date entered "{name} (Sales Pipeline)"' for name in names]]
    for deal in all_deals:
        days = {
            STAGES[stage][0]: moment(day, n)
            for n, (stage, day) in enumerate(deal["way"])
        }
        stage = ENDS.get(deal["end"], STAGES[deal["way"][-1][0]][0])
        if deal["ended"]:
            days[stage] = moment(deal["ended"], len(days))
        close = days[stage] if deal["ended"] else f"{hope(deal)} 23:59"
        rows.append(
            [91_000_000_000 + 37 * deal["number"], deal["name"], stage, "Sales Pipeline",
             deal["amount"], close, moment(deal["created"], 0), deal["owner"],
             deal["account"], deal["reason"], *(days.get(name, "") for name in names)]
        )  # fmt: skip
    return rows


def short_id(deal: dict) -> str:
    """Return an id as Salesforce's reports have it."""
    return f"0068d{deal['number']:010}"


def long_id(deal: dict) -> str:
    """Return an id with the three signs that tell its capitals, as Salesforce adds them."""
    short = short_id(deal)
    parts = [short[k : k + 5] for k in (0, 5, 10)]
    sums = [
        sum(1 << n for n, sign in enumerate(part) if sign.isupper()) for part in parts
    ]
    return short + "".join(SIGNS[one] for one in sums)


def american(day: date) -> str:
    """Return a day with the month first."""
    return f"{day.month}/{day.day}/{day.year}"


def salesforce(all_deals: list[dict]) -> list[list]:
    """Return the rows of a Salesforce report."""
    head = ["Opportunity ID", "Opportunity Name", "Stage", "Amount", "Probability (%)"]
    head += [
        "Close Date",
        "Created Date",
        "Opportunity Owner",
        "Account Name",
        "Loss Reason",
    ]
    rows = [head]
    for deal in all_deals:
        stage, chance = STAGES[deal["way"][-1][0]]
        if deal["ended"]:
            stage, chance = ENDS[deal["end"]], 100 if deal["end"] == "won" else 0
        rows.append(
            [short_id(deal), deal["name"], stage, "" if deal["amount"] is None else f"{deal['amount']:.2f}", chance,
             american(deal["ended"] or hope(deal)), american(deal["created"]), deal["owner"],
             deal["account"], deal["reason"]]
        )  # fmt: skip
    return rows


def salesforce_history(all_deals: list[dict]) -> list[list]:
    """Return the rows of Salesforce's history of stages."""
    rows: list[list] = [["OpportunityId", "StageName", "CreatedDate", "Amount"]]
    for deal in all_deals:
        way = [(STAGES[stage][0], day) for stage, day in deal["way"]]
        if deal["ended"]:
            way.append((ENDS[deal["end"]], deal["ended"]))
        for n, (stage, day) in enumerate(way):
            at = moment(day, n).replace(" ", "T")
            rows.append([long_id(deal), stage, f"{at}:00.000Z", deal["amount"]])
            if stage == "Evaluation":  # then the amount was corrected
                rows.append(
                    [
                        long_id(deal),
                        stage,
                        f"{at}:41.000Z",
                        (deal["amount"] or 100) - 100,
                    ]
                )
    return rows


def european(amount: int | None) -> str:
    """Return an amount with a decimal comma."""
    return "" if amount is None else f"{amount:,}".replace(",", ".") + ",00"


def plain(all_deals: list[dict]) -> list[list]:
    """Return the rows of a plain table."""
    rows = [["No.", "Opened", "Closed", "Outcome", "Value", "Reason lost"]]
    for deal in all_deals:
        ended, lost = deal["ended"], deal["end"] in ("lost", "no_decision")
        rows.append(
            [deal["number"], f"{deal['created']:%d.%m.%Y}", f"{ended:%d.%m.%Y}" if ended else "",
             "lost" if lost else deal["end"] or "open",
             european(deal["amount"]), deal["reason"]]
        )  # fmt: skip
    return rows


def files() -> dict[str, bytes]:
    """Return the name and the bytes of each file."""
    some = deals()
    tables = {
        "kopje_hubspot.csv": (hubspot(some), ",", ""),
        "kopje_salesforce.csv": (salesforce(some), ",", ""),
        "kopje_salesforce_history.csv": (salesforce_history(some), ",", ""),
        "kopje_plain.csv": (plain(some), ";", "\ufeff"),
    }
    return {name: as_bytes(*table) for name, table in tables.items()}


def as_bytes(rows: list[list], mark: str, first: str) -> bytes:
    """Return a table as a file."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=mark, lineterminator="\r\n").writerows(rows)
    return (first + text.getvalue()).encode()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--to", type=Path, default=TO, help="folder to write to")
    folder = parser.parse_args().to
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files().items():
        (folder / name).write_bytes(content)
