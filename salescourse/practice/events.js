// What an event must look like: the rule of events.py, for the browser. Python puts
// this text in front of every widget that keeps what a learner does.
const FIELDS = ["id", "kind", "item", "hash", "at", "answer", "score"];
const KINDS = ["attempt", "hint", "prediction", "reset"];
const WORD = /^[a-z][a-z0-9_-]{0,39}$/;
const FORMS = {
  id: /^[A-Za-z0-9-]{8,64}$/,
  kind: WORD,
  item: /^[\w.:/#?=~+@-]{1,200}$/,
  hash: /^[\w:+/=-]{0,128}$/,
  at: /^(?:19|2\d)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d{1,6})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/,
};

const byTime = (a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);

// JSON that UTF-8 can hold: the half of a sign becomes U+FFFD.
const jsonOf = (value) =>
  JSON.stringify(value).replace(/\\(ud[89a-f]..|.)/g, (same, sign) => (sign[1] ? "\\ufffd" : same));

// What may be kept: an event in its one form, also one of a later version; or null.
const sound = (raw) => {
  try {
    const event = { hash: "", answer: null, score: null, ...JSON.parse(jsonOf(raw)) };
    event.hash ??= "";
    const { at, score } = event;
    const more = Object.keys(event).filter((name) => !FIELDS.includes(name));
    const fits = Object.keys(FORMS).every((name) => typeof event[name] === "string" && FORMS[name].test(event[name]));
    const [year, month, day] = at.slice(0, 10).split("-").map(Number);
    const real = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
    const scored = score === null || (typeof score === "number" && score >= 0 && score <= 1);
    const short = Object.values(event).every((value) => JSON.stringify(value).length <= 1e6);
    if (!fits || !real || !scored || !short || !more.every((name) => WORD.test(name))) return null;
    return { ...event, at: new Date(at).toISOString() };
  } catch {
    return null; // no object, or nested too deeply
  }
};

// Of a later version are kinds and fields that are not known here.
const isLater = (event) => !KINDS.includes(event.kind) || Object.keys(event).length > FIELDS.length;

// An event of this version in its one form, or null.
const checked = (raw) => {
  const event = sound(raw);
  return event && !isLater(event) ? event : null;
};

const uuid = () =>
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (sign) =>
    (sign ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (sign / 4)))).toString(16));

const newEvent = (kind, item, hash, answer = null, score = null) =>
  checked({ id: uuid(), kind, item, hash, at: new Date().toISOString(), answer, score });
