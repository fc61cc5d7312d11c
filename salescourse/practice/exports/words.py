"""The words of the page *Your own cycle*."""

from typing import Any

from salescourse.words import _


def words() -> dict[str, Any]:
    """Return what the widget says around the numbers of a file."""
    return {**_dropping(), **_understood(), **_numbers(), **_taking()}


def _dropping() -> dict[str, str]:
    return {
        "locale": _("en-US"),
        "title": _("Your own cycle"),
        "drop": _("Drop the file of deals here, CSV or XLSX; a history of stages beside it."),
        "choose": _("Choose a file"),
        "add": _("Add a second file"),
        "private": _(
            "The file is read in this browser. Nothing is sent, and nothing is kept when you "
            "leave the page."
        ),
        "reading": _("Reading {name} …"),
        "read": _("Read: {deals} deals; {won} won, {lost} lost, {open} open."),
        "many": _("One file of deals and one history of stages, please: two files at most."),
        "refused": _("This file was not counted"),
        "asked": _("One thing the file does not say"),
        "broken": _("Something went wrong in this page: {why}. The file was not counted."),
        "noWorker": _(
            "This browser does not let the page read beside itself. Try another one, or "
            "read_crm in Python."
        ),
        "answer": _("Count with this"),
        "yourAnswer": _("Your answer"),
        "pick": _("choose"),
        "noneFits": _(
            "If none fits, this is another report: export the deals themselves, one row per deal, "
            "with its stage and its days."
        ),
    }  # fmt: skip


def _understood() -> dict[str, Any]:
    return {
        "understood": _("What was understood"),
        "understoodHow": _("Look at this first. Every number below hangs on it."),
        "warning": _("Look here:"),
        "change": _("Change"),
        "changeOf": _("Change: {about}"),
        "apply": _("Count again"),
        "roles": {
            "deal": _("Id"),
            "name": _("Name"),
            "created": _("First day"),
            "won_on": _("Day of a win"),
            "lost_on": _("Day of a loss"),
            "closed": _("Last day"),
            "changed": _("Last change of the stage"),
            "stage": _("Stage"),
            "status": _("Status"),
            "closed_flag": _("Whether it is closed"),
            "won_flag": _("Whether it is won"),
            "amount": _("Amount"),
            "currency": _("Currency"),
            "reason": _("Reason of a loss"),
            "probability": _("Probability"),
            "history: deal": _("History, id"),
            "history: new": _("History, stage"),
            "history: old": _("History, stage before"),
            "history: at": _("History, day"),
            "history: field": _("History, field"),
        },
        "undo": _("Back to what the file says"),
        "missing": _("Columns that were not found. Name them if the file has them."),
        "none": _("no such column"),
        "asFile": _("as the file says"),
        "dayFirst": _("The day comes first"),
        "monthFirst": _("The month comes first"),
        "point": _("A point is the decimal sign"),
        "comma": _("A comma is the decimal sign"),
        "means": _("What “{word}” means"),
        "won": _("won"),
        "lost": _("lost"),
        "open": _("open"),
        "goesOn": _("a deal goes on"),
        "column": _("Column"),
        "encoding": _("Letters"),
        "delimiter": _("Between cells"),
        "sheet": _("Sheet"),
        "census": _("Day of the export"),
        "since": _("Leave out deals created before"),
        "importDay": _("Leave out deals created on"),
        "leaveOut": _("Deals to leave out, one on a line"),
    }


def _numbers() -> dict[str, str]:
    return {
        "cycle": _("Your cycle"),
        "rate": _("Of a hundred deals, {x} are won by day {day}."),
        "rateHow": _(
            "95 % interval {low} to {high}, from {n} deals, with open deals counted as open. "
            "By day {day} ten were still watched. Closed deals alone would say {closed} of a "
            "hundred ({closedLow} to {closedHigh}, from {m})."
        ),
        "picture": _("Share of deals won, by days since they began"),
        "pictureSays": _(
            "By day {day} {x} % of your deals are won. In the course's reference cycles it is "
            "{b2b} % of deals with firms and {b2c} % of visits by persons."
        ),
        "days": _("days"),
        "yours": _("yours"),
        "firm": _("a firm"),
        "person": _("a person"),
        "beside": _("Beside the two reference cycles"),
        "within_firm": _(
            "By day {day} your share of wins has the interval {low} to {high}: a firm's, {firm} of "
            "a hundred, lies within, and a person's, {person}, does not."
        ),
        "within_Person": _(
            "By day {day} your share of wins has the interval {low} to {high}: a person's, "
            "{person} of a hundred, lies within, and a firm's, {firm}, does not."
        ),
        "within_firmPerson": _(
            "By day {day} your share of wins has the interval {low} to {high}: a firm's, {firm} of "
            "a hundred, and a person's, {person}, both lie within, so it tells them not apart."
        ),
        "within_neither": _(
            "By day {day} your share of wins has the interval {low} to {high}: neither a firm's, "
            "{firm} of a hundred, nor a person's, {person}, lies within."
        ),
        "paceFirm": _("The days to your wins are nearer to a firm's."),
        "pacePerson": _("The days to your wins are nearer to a person's."),
        "dayByDay": _("Won by a day, of a hundred"),
        "cycles": _("Cycle"),
        "winsIn": _("won by day {day}, of a hundred"),
        "toWin": _("days to a win, median"),
        "toLoss": _("days to a loss, median"),
        "by": _("By day"),
        "share": _("Won, of a hundred"),
        "interval": _("95 % interval"),
        "watched": _("Deals watched so long"),
        "closedOnly": _("Closed alone would say"),
        "quartiles": _("A quarter, half and three quarters are over by day"),
        "outcome": _("Outcome"),
        "closedMedian": _("Median of closed alone"),
        "deals": _("Deals"),
        "stages": _("Stage by stage"),
        "someStages": _("Stage by stage, the {shown} of {all} that most deals came into"),
        "stage": _("Stage"),
        "mostLost": _("Most losses come from {stage}: {lost} of {all}."),
        "lostFrom": _("Lost from here"),
        "of": _("{n} of {all}"),
        "goOn": _("Not lost, of a hundred"),
        "median": _("Days, median"),
        "now": _("In it now"),
        "never": _("fewer than half are over"),
        "unknown": _("not known"),
        "minutes": _("{n} minutes"),
        "hours": _("{n} hours"),
        "noCurrency": _("(the file names no currency)"),
        "pipeline": _("The open pipeline"),
        "forecast": _("Expect {mean} of the {n} open deals to be won by {until}, {days} days from the day of the export."),
        "range": _(
            "With 80 % it is between {low} and {high}, if the chances by stage and age are "
            "right. The range leaves out the doubt about these chances."
        ),
        "fewWins": _(
            "Only {won} wins stand behind these chances. From so few the range is too narrow, and "
            "in a file hardly longer than a deal the number is too low."
        ),
        "before": _(
            "In the {days} days before, {won} deals were won. A deal that begins after the day of "
            "the export is not in the forecast."
        ),
        "amount": _(
            "They bring {mean} {currency}, with 80 % between {low} and {high}: from {n} deals with "
            "an amount, and {without} without."
        ),
        "noOpen": _("No deal is open."),
        "noWin": _("No deal was won, so nothing is said of wins to come."),
        "older": _("{many} open deals are older than {age} days, the age by which nine in ten wins had been won (of {n} wins)."),
        "deal": _("Deal"),
        "age": _("Age, days"),
        "chance": _("Won ever, of a hundred"),
        "byQuarter": _("Won by then, of a hundred"),
        "like": _("Learned from"),
        "likely": _("Open deals, the likeliest first ({shown} of {all})"),
        "oldest": _("The old ones ({shown} of {all})"),
        "reasons": _("Why deals were lost"),
        "byReason": _("Lost deals, by their reason"),
        "reason": _("Reason"),
        "noReason": _("{none} of {all} lost deals have no reason."),
        "noReasons": _("No column of reasons was found: {all} lost deals have none."),
        "cannot": _("What the file cannot tell"),
        "cannotSays": _(
            "Who had to say yes, what each deal cost to win, deals that nobody wrote down, and "
            "whether a change of yours is the cause of a change in these numbers."
        ),
        "cannotTwice": _(
            "It keeps one day for each stage: where a deal came into a stage twice, one of the "
            "two visits is missing, and the days of others are wrong."
        ),
        "cannotStages": _(
            "It has no history of stages: where deals stop, and how long each stage takes."
        ),
    }  # fmt: skip


def _taking() -> dict[str, str]:
    return {
        "take": _("Take it along"),
        "print": _("Print one page"),
        "log": _("Event log as CSV"),
        "minerLog": _("… with a process miner's names"),
        "python": _("The same in Python"),
        "printed": _("Your own cycle, {day}"),
    }
