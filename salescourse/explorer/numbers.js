// Numbers with their units: written, spoken, and read from what people type.
// Joined with its neighbors by widget.py, in the order tools, numbers, journal, chart, widget.

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
    return `${plain(value, fixed)} ${plural(format, value)}`;
  }

  const own = !["number", "percent", "eur", "days", "duration"].includes(format);
  return {
    factor,
    text,
    plain,
    round: (value) => +(value * factor).toFixed(places) / factor,
    // What to write into an empty field, and on the axis.
    hint: { percent: labels.percent.replace("{n}", "").trim(), eur: "€", days: labels.days, duration: labels.days }[format] ?? (own ? plural(format, 2) : ""),
    tick: (value, fixed) => (["percent", "eur", "duration"].includes(format) ? text(value, fixed) : plain(value, fixed)),
    title: format === "days" && !axis.label.includes(labels.days) ? `${axis.label} (${labels.days})` : axis.label,
    // "5 people", or "Price: 5" where the number has no unit of its own.
    phrase: (value, i) => axis.texts ? axis.texts[i] : format === "number" ? `${axis.label}: ${plain(value)}` : text(value),
    spoken: (value) => (format === "percent" && value !== null ? fill(labels.percentSpoken, { n: plain(value) }) : text(value)),
    off: (value) => (format === "percent" ? fill(plural(labels.points, +plain(value)), { n: plain(value) }) : text(value)),
  };
}

// What people type: "59", "59 %", "0.59", "1,200", "€1.2k", "3 hours". NaN if none of it.
function readNumber(typed, format) {
  const text = typed.normalize("NFKC").toLowerCase().replace(/[\s€'_]/g, "").replace("−", "-");
  const [, sign, body, suffix] = /^([-+]?)([\d.,]*\d[.,]?)([a-z%|]*)$/.exec(text) ?? [];
  if (body === undefined) return NaN;
  const dot = body.lastIndexOf("."), comma = body.lastIndexOf(",");
  const grouped = /^\d{1,3}([.,])\d{3}(\1\d{3})+$/.test(body) || /^[1-9]\d{0,2},\d{3}$/.test(body);
  const point = grouped ? -1 : Math.max(dot, comma);
  const whole = body.slice(0, point < 0 ? undefined : point).replace(/[.,]/g, "");
  let value = Number(`${sign}${whole || 0}${point < 0 ? "" : `.${body.slice(point + 1)}`}`);
  if (suffix === "k") value *= 1e3;
  if (suffix === "m" && format !== "duration") value *= 1e6;
  if (format === "percent") return suffix || point < 0 || Math.abs(value) > 1 ? value / 100 : value;
  const unit = format === "duration" && suffix && Object.keys(DAYS).find((u) => u.startsWith(suffix) || suffix.startsWith(u));
  return unit ? value * DAYS[unit] : value;
}
