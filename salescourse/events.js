// What an event must look like: the rule of events.py, for the browser. Python puts
// this text in front of the widget that imports progress files.
const FIELDS = ["id", "kind", "item", "hash", "at", "answer", "score"];
const KINDS = ["attempt", "hint", "prediction", "reset"];
const FORMS = {
  id: /^[A-Za-z0-9-]{8,64}$/,
  item: /^[\w.:/#?=~+@-]{1,200}$/,
  hash: /^[\w:+/=-]{0,128}$/,
  at: /^(?:19|2\d)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d{1,6})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/,
};

// The event in its one form, or null.
const checked = (raw) => {
  try {
    if (!raw || !Object.keys(raw).every((key) => FIELDS.includes(key))) return null;
    const event = { hash: "", answer: null, score: null, ...raw };
    event.hash ??= "";
    for (const name in FORMS)
      if (typeof event[name] !== "string" || !FORMS[name].test(event[name])) return null;
    const { kind, at, answer, score } = event;
    const [year, month, day] = at.slice(0, 10).split("-").map(Number);
    const real = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
    const scored = score === null || (typeof score === "number" && score >= 0 && score <= 1);
    const short = JSON.stringify(answer).length <= 1e6;
    if (!KINDS.includes(kind) || !real || !scored || !short) return null;
    event.at = new Date(at).toISOString();
    return Object.fromEntries(FIELDS.map((name) => [name, event[name]]));
  } catch {
    return null; // nested too deeply
  }
};
