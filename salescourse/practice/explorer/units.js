// Numbers with their units, written and spoken.
// Joined with its neighbors by widget.py, in the order numbers, tools, units, chart, widget.

const formatters = new Map();
function digits(value, locale, options) {
  const key = locale + JSON.stringify(options);
  if (!formatters.has(key)) formatters.set(key, new Intl.NumberFormat(locale, options));
  return formatters.get(key).format(value);
}

// How the values of an axis are written, spoken and read.
function unitsOf(axis, labels) {
  const { format } = axis;
  const factor = format === "percent" ? 100 : 1;
  const places = axis.values
    ? axis.texts ? 0 : decimals(axis.values, factor)
    : clamp(Math.ceil(2 - Math.log10((axis.range[1] - axis.range[0]) * factor)), 0, 4);
  const plain = (value, fixed = places) =>
    digits(value * factor, labels.locale, { minimumFractionDigits: fixed, maximumFractionDigits: fixed });
  const lasting = (amount, unit, options) =>
    digits(amount, labels.locale, { style: "unit", unit, unitDisplay: "long", ...options });

  // Days for up to two years; "1 hour", but "90 minutes".
  function duration(days) {
    const size = Math.abs(days);
    const fits = (unit) => size >= 1.99 * DAYS[unit] || Math.abs(size / DAYS[unit] - 1) < 0.01;
    const unit = size >= 730 ? "year" : ["day", "hour", "minute"].find(fits) ?? (days ? "second" : "day");
    return lasting(days / DAYS[unit], unit, { maximumSignificantDigits: size / DAYS[unit] < 100 ? 2 : 3 });
  }

  function text(value, fixed = places) {
    if (value === null) return labels.none;
    if (format === "percent") return fill(labels.percent, { n: plain(value, fixed) });
    if (format === "eur") {
      const cents = fixed > 0 && Math.abs(value) < 1000 ? 2 : 0;
      return digits(value, labels.locale, { style: "currency", currency: "EUR", minimumFractionDigits: cents, maximumFractionDigits: cents });
    }
    if (format === "days") return lasting(value, "day", { maximumFractionDigits: fixed });
    if (format === "duration") return duration(value);
    if (format === "number") return plain(value, fixed);
    return `${plain(value, fixed)} ${plural(words, +value.toFixed(fixed))}`;
  }

  const unit = { number: "", percent: "percent", eur: "EUR", days: "days", duration: "days" }[format];
  const own = unit === undefined;
  // "1 minute", also where the author names no more than minutes.
  const words = format in UNITS_OF_TIME ? `${UNITS_OF_TIME[format]}|${format}` : format;
  return {
    factor,
    text,
    // What is typed here, for readNumber.
    field: { unit: unit ?? words.split("|")[0], also: own ? words.split("|") : [] },
    plain,
    round: (value) => +(value * factor).toFixed(places) / factor,
    // What to write into an empty field, and on the axis.
    hint: { percent: labels.percent.replace("{n}", "").trim(), eur: "€", days: labels.days, duration: labels.days }[format] ?? (own ? plural(words, 2) : ""),
    tick: (value, fixed) => (["percent", "eur", "duration"].includes(format) ? text(value, fixed) : plain(value, fixed)),
    title: format === "days" && !axis.label.includes(labels.days) ? `${axis.label} (${labels.days})` : axis.label,
    // "5 people", or "Price: 5" where the number has no unit of its own.
    phrase: (value, i) => axis.texts ? axis.texts[i] : format === "number" ? `${axis.label}: ${plain(value)}` : text(value),
    spoken: (value) => (format === "percent" && value !== null ? fill(labels.percentSpoken, { n: plain(value) }) : text(value)),
    off: (value) => (format === "percent" ? fill(plural(labels.points, +plain(value)), { n: plain(value) }) : text(value)),
  };
}
