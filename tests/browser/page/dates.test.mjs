import assert from "node:assert/strict";
import { test } from "node:test";
import { clock, dateText, dayName, dayOf } from "../../../bot/sandbox/page/dates.js";

const NOON = new Date(2018, 6, 4, 12, 5).getTime() / 1000;
const DAY = 86_400;
const date = (format, seconds = NOON, now = NOON + 40 * DAY, locale = "en-US") =>
  dateText({ seconds, format, fallback: "then" }, locale, now);

test("dates fill their formats as Slack does", () => {
  assert.equal(date("{date_num}"), "2018-07-04");
  assert.equal(date("{date}"), "July 4th, 2018");
  assert.equal(date("{date_short}"), "Jul 4, 2018");
  assert.equal(date("{date_long}"), "Wednesday, July 4th, 2018");
  assert.match(date("on {date_num} at {time}"), /^On 2018-07-04 at 12:05\sPM$/);
});

test("English days have their endings", () => {
  const days = [1, 2, 3, 11, 12, 13, 21, 22, 23, 30].map((day) =>
    date("{date}", new Date(2018, 0, day).getTime() / 1000),
  );
  assert.deepEqual(
    days.map((text) => /\d+(..),/.exec(text)[1]),
    ["st", "nd", "rd", "th", "th", "th", "st", "nd", "rd", "th"],
  );
});

test("pretty dates are said by their nearness", () => {
  assert.equal(date("{date_pretty}", NOON, NOON), "Today");
  assert.equal(date("{date_short_pretty} at {time}", NOON, NOON + DAY).split(" ")[0], "Yesterday");
  assert.equal(date("{date_long_pretty}", NOON, NOON - DAY, "es-MX"), "Mañana");
  assert.equal(date("{ago}", NOON, NOON + 2 * 3600), "2 hours ago");
});

test("a date in Spanish is written as Spanish is", () => {
  assert.equal(date("{date}", NOON, NOON + 40 * DAY, "es-MX"), "4 de julio de 2018");
});

test("a time or format that makes no sense shows the fallback", () => {
  assert.equal(date("{nonsense}"), "then");
  assert.equal(date("{constructor}"), "then");
  assert.equal(date("{date}", Number.NaN), "then");
  assert.equal(date(""), "then");
});

test("the days over messages have names", () => {
  assert.equal(dayOf(NOON), "2018-07-04");
  assert.equal(dayName(NOON, "en-US", NOON), "Today");
  assert.equal(dayName(NOON, "en-US", NOON + 9 * DAY), "Wednesday, July 4");
  assert.match(clock(NOON, "en-US"), /12:05/);
});
