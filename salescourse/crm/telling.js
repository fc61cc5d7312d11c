// The sentences on an export: file, columns, days, amounts, ends, census, what is out. They
// are those of telling.py, to the word.

import { isoDay } from "./iso.js";
import { NO_END } from "./settle.js";
import { DELIMITERS } from "./text.js";
import { quoted } from "./tools.js";
import { vocabulary } from "./vocabulary.js";
import { warningsOf } from "./warn.js";

/** @typedef {import("./warn.js").Sentence} Sentence */
/** @typedef {import("./export.js").Story} Story */

// What was mended or seen, in words, with the argument that changes it; true where a number
// may be wrong because of it.
/** @type {Record<string, [string, string, boolean]>} */
const COUNTS = {
  "one name": [
    "{n} rows have the id or name of another deal and another first day; they " +
      "count as deals of their own.",
    'deal="..."',
    true,
  ],
  "history before": [
    "In {n} deals the history begins before the deal was created: it began then.",
    "",
    false,
  ],
  "history after": [
    "In {n} deals the history begins after the day the deal was created: stages " +
      "before may be missing, and the days of the first one wrong.",
    "",
    true,
  ],
  "begun by history": [
    "{n} deals have no first day of their own and begin with their history.",
    "",
    false,
  ],
  "stamped elsewhere": [
    "In {n} deals the history closes more than a day from the close date: the " +
      "history was believed, since a program stamped it.",
    "",
    false,
  ],
  "ended by change": [
    "{n} closed deals have no last day; their last stage change was taken.",
    "changed=None",
    false,
  ],
  hopes: ["{n} open deals have a close date: a hope, which is not used.", 'closed="..."', false],
  "closed in history only": [
    "{n} deals are closed in the history and open in the table: the table was believed.",
    'status="..."',
    true,
  ],
  strangers: [
    "{n} deals of the history are not in the table of deals, and left out. Were they deleted?",
    "",
    true,
  ],
  "came back": ["{n} times a deal was closed and came back: it was open all the while.", "", false],
  "events after the end": [
    "{n} stages were entered after the deal had ended, and left out.",
    "",
    false,
  ],
  "no history": ["{n} deals have no history and are not in the log.", "", true],
  "steps back": ["{n} steps lead back to an earlier stage.", "", false],
  "entered again": ["{n} times a stage was entered again.", "", false],
  "ended after the census day": [
    "{n} deals ended after the census day and count as open.",
    'census="YYYY-MM-DD"',
    false,
  ],
};
const LOST = [NO_END, "closed before created", "no first day: never begun"];
const MANY = 0.05;
const MOST_STAGES = 30;

/**
 * @param {string} about @param {string} text @param {string} [change] @param {boolean} [warning]
 * @returns {Sentence}
 */
const say = (about, text, change = "", warning = false) => ({ about, text, change, warning });

/** @param {Story} story @returns {Sentence[]} */
export function tell(story) {
  const { deals, census, gap, given } = story;
  return [
    ...files(story),
    ...columns(story),
    ...days(story),
    ...money(story),
    ...ends(story),
    ...censusDay(story),
    ...leftOut(story),
    ...counts(story),
    ...warningsOf(deals, census, gap, given.census != null),
  ];
}

/** @param {string} text */
const upper = (text) => (/^the /i.test(text) ? text[0].toUpperCase() + text.slice(1) : text);

/** @param {Story} story @returns {Iterable<Sentence>} */
function* files({ sheets, crm }) {
  for (const sheet of sheets) {
    const marks = DELIMITERS[sheet.delimiter];
    const cells = marks ? `, its cells stand between ${marks}s` : "";
    const guess = sheet.sure ? "" : " (a guess: look whether letters are right)";
    const note = sheet.note && `; ${sheet.note}`;
    yield say(
      "File",
      `${upper(sheet.name)} is ${sheet.encoding}${guess}${cells}; ` +
        `${sheet.rows.length} rows${note}.`,
      sheet.encoding === "XLSX" ? "sheet=..." : "encoding=..., delimiter=...",
      !sheet.sure,
    );
  }
  if (crm) yield say("CRM", `The columns are those of ${vocabulary().crms[crm].name}.`);
}

/** @param {Story} story @returns {Iterable<Sentence>} */
function* columns({ parts, table, events, stages }) {
  if (parts.deals) {
    const { sheet, roles } = parts.deals;
    for (const [role, place] of roles.columns) {
      yield say(role, `The column "${sheet.header[place]}".`, `${role}="..."`);
    }
    if (table.namedBy !== "deal") {
      const by = table.namedBy === "name" ? "their names" : "the row they stand in";
      yield say("deal", `There is no id; deals are called by ${by}.`, 'deal="..."');
    }
  }
  if (parts.history) {
    const { sheet, roles } = parts.history;
    for (const [role, place] of roles.columns) {
      const text = `The column "${sheet.header[place]}".`;
      yield say(`history: ${role}`, text, `history_${role}="..."`);
    }
  }
  yield say("History", historyIn(events.kind, stages));
}

/** @param {string} kind @param {string[]} stages */
function historyIn(kind, stages) {
  if (!kind) {
    return (
      "There is no history of stages: the log has one stage, from a deal's first " +
      "day to its end, and chances depend on age alone."
    );
  }
  const where = kind === "columns" ? "columns of days, one per stage" : "a file of events";
  const more = stages.length > MOST_STAGES ? ` and ${stages.length - MOST_STAGES} more` : "";
  return `${upper(where)}: stages ${stages.slice(0, MOST_STAGES).join(", ") || "none"}${more}.`;
}

/** @param {Story} story @returns {Iterable<Sentence>} */
function* days({ dates }) {
  for (const [head, read] of dates) {
    if (read.order) {
      yield say(
        "Days",
        `In "${head}" the ${read.order.replace(" first", "")} comes first, ${read.why}.`,
        'date_order="day first" or "month first"',
      );
    }
    if (read.never) {
      const text = `${read.never} cells of "${head}" have a year that means never, `;
      yield say("Days", `${text}and count as empty.`);
    }
    if (read.unread) {
      const such = `${read.unread} cells of "${head}" are no days, such as `;
      yield say("Days", `${such}${quoted(read.example)}, and count as empty.`, "", true);
    }
    if (read.mixed) {
      yield say(
        "Days",
        `"${head}" holds days in text and days of a spreadsheet, which ` +
          "may have turned day and month around in some. Export again as CSV.",
        "",
        true,
      );
    }
  }
}

/** @param {Story} story @returns {Iterable<Sentence>} */
function* money({ table: { amounts } }) {
  if (!amounts) return;
  if (amounts.decimal) {
    const sign = amounts.decimal === "." ? "a point" : "a comma";
    const text = `The decimal sign is ${sign}, ${amounts.why}.`;
    yield say("Amounts", text, 'decimal="." or ","', !amounts.sure);
  }
  if (amounts.unread) {
    const such = `${amounts.unread} are no numbers, such as ${quoted(amounts.example)}, and `;
    yield say("Amounts", `${such}count as empty.`, "", true);
  }
}

/** @param {Story} story @returns {Iterable<Sentence>} */
function* ends({ states, table }) {
  const says = ["won", "lost"]
    .map((kind) => [kind, Object.keys(states.stages).filter((one) => states.stages[one] === kind)])
    .filter(([, stages]) => stages.length)
    .map(([kind, stages]) => `${kind} by ${/** @type {string[]} */ (stages).join(", ")}`)
    .join("; ");
  const told = `How deals ended is told by ${states.from || "nothing"}${says && ": "}${says}.`;
  yield say("Ends", told, "won=[...], lost=[...], open=[...]");
  if (states.unlike) {
    const text = `In ${states.unlike} rows the stage and what tells the end disagree; `;
    yield say("Ends", `${text}the stage was not believed.`, "status=None takes the stage", true);
  }
  if (states.goingOn.length) {
    const text = `Deals go on in: ${states.goingOn.slice(0, MOST_STAGES).join(", ")}.`;
    yield say("Ends", text, "lost=[...], won=[...]");
  }
  if (states.near.length) {
    const text = `These count as stages and end nothing: ${states.near.join(", ")}.`;
    yield say("Ends", text, `lost=[${quoted(states.near[0])}]`, true);
  }
  if (table.spellings) {
    yield say(
      "Spelling",
      `${table.spellings} cells spell a stage or a status in ` +
        "another way than usual; they count as the same.",
    );
  }
}

/** @param {Story} story @returns {Iterable<Sentence>} */
function* censusDay({ census, given, deals }) {
  const how = given.census != null ? "as you say" : "the latest day in the file that is no hope";
  const still = deals.filter(({ outcome }) => outcome === "open").length;
  yield say(
    "Census day",
    `${isoDay(census)}, ${how}. All that is said of the ${still} open deals hangs on it.`,
    'census="YYYY-MM-DD"',
  );
}

/** @param {Story} story @returns {Iterable<Sentence>} */
function* leftOut({ sheets, table, mended, events }) {
  for (const sheet of sheets) {
    for (const [why, n] of Object.entries(sheet.leftOut)) {
      yield say("Left out", `${n} rows of ${sheet.name}: ${why}.`);
    }
  }
  const rows = table.rows.length;
  for (const [why, n] of Object.entries(mended.leftOut)) {
    const many = LOST.includes(why) && n > MANY * rows;
    yield say("Left out", `${n} of ${rows} rows: ${why}.`, "", many);
  }
  if (events.repeated) yield say("Left out", `${events.repeated} events were there twice.`);
  if (atOnce(events)) {
    const text = "Most events of a deal have the same moment: is it the right column?";
    yield say("History", text, 'history_at="..."', true);
  }
  if (events.unread) {
    yield say("Left out", `${events.unread} events lack a deal, a stage or a day.`, "", true);
  }
}

/**
 * Tell whether most events have the moment of the one before them.
 * @param {import("./history.js").Events} events
 */
function atOnce({ cases, starts, at }) {
  const lead = new Set(starts);
  const same = at.filter((one, n) => one === at[n - 1] && !lead.has(n)).length;
  return same > 0.5 * (at.length - cases.length);
}

/** @param {Story} story @returns {Iterable<Sentence>} */
function* counts({ mended }) {
  for (const [name, [text, change, warning]] of Object.entries(COUNTS)) {
    const n = mended.counts[name];
    if (n) yield say("Mended", text.replace("{n}", String(n)), change, warning);
  }
}
