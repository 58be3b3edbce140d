/** Times as people read them. A time is seconds since 1970 (Slack's `ts` too, as a number). */
const DAY = 86_400;

const when = (seconds, locale, options) =>
  new Intl.DateTimeFormat(locale, options).format(new Date(seconds * 1000));

/** Hour and minute. */
export const clock = (seconds, locale) =>
  when(seconds, locale, { hour: "numeric", minute: "2-digit" });

/** Day and time in full, for a tooltip. */
export const fullTime = (seconds, locale) =>
  when(seconds, locale, { dateStyle: "full", timeStyle: "short" });

/** A key that is the same for all moments of one local day: `2018-07-04`. */
export function dayOf(seconds) {
  const date = new Date(seconds * 1000);
  const two = (number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

const RELATIVE = { 0: "today", 1: "tomorrow", "-1": "yesterday" };

/** "today", "tomorrow" or "yesterday" in the locale's words when it is one of them, else null. */
function nearby(seconds, locale, now) {
  const days = Math.round((Date.parse(dayOf(seconds)) - Date.parse(dayOf(now))) / 1000 / DAY);
  if (!(days in RELATIVE)) return null;
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(days, "day");
}

const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

/** The name of a day over its messages: "Today", "Yesterday", "Wednesday, July 4". */
export function dayName(seconds, locale, now) {
  const near = nearby(seconds, locale, now);
  return capital(near ?? when(seconds, locale, { weekday: "long", month: "long", day: "numeric" }));
}

function ordinal(day) {
  if (day > 3 && day < 21) return `${day}th`;
  return `${day}${{ 1: "st", 2: "nd", 3: "rd" }[day % 10] ?? "th"}`;
}

/** Slack writes English days as ordinals; other languages as they are written there. */
function written(seconds, locale, options) {
  const formatter = new Intl.DateTimeFormat(locale, {
    year: "numeric",
    month: "long",
    day: "numeric",
    ...options,
  });
  const english = formatter.resolvedOptions().locale.startsWith("en");
  const parts = formatter.formatToParts(new Date(seconds * 1000));
  const word = ({ type, value }) => (english && type === "day" ? ordinal(Number(value)) : value);
  return parts.map(word).join("");
}

const LONG = { weekday: "long" };
const SHORT = { year: "numeric", month: "short", day: "numeric" };

const FORMATS = {
  date_num: (at) => dayOf(at),
  date: (at, locale) => written(at, locale, {}),
  date_short: (at, locale) => when(at, locale, SHORT),
  date_long: (at, locale) => written(at, locale, LONG),
  date_pretty: (at, locale, now) => nearby(at, locale, now) ?? written(at, locale, {}),
  date_short_pretty: (at, locale, now) => nearby(at, locale, now) ?? when(at, locale, SHORT),
  date_long_pretty: (at, locale, now) => nearby(at, locale, now) ?? written(at, locale, LONG),
  time: clock,
  time_secs: (at, locale) => when(at, locale, { timeStyle: "medium" }),
  ago: (at, locale, now) => ago(at, locale, now),
};

const UNITS = [
  ["day", DAY],
  ["hour", 3600],
  ["minute", 60],
];

function ago(seconds, locale, now) {
  const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds - now) >= size) ?? UNITS.at(-1);
  const amount = Math.trunc((seconds - now) / length);
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(amount, unit);
}

/** What `<!date^…>` shows: its format filled in, or its fallback when the time or format is unknown. */
export function dateText({ seconds, format, fallback }, locale, now) {
  const names = [...format.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  const known = names.every((name) => Object.hasOwn(FORMATS, name));
  if (!Number.isFinite(seconds) || !format || !known) return fallback;
  return capital(format.replace(/\{(\w+)\}/g, (_, name) => FORMATS[name](seconds, locale, now)));
}
