import assert from "node:assert/strict";
import { test } from "node:test";
import { initials, makeNames, standing, withTones } from "../../../bot/sandbox/page/names.js";
import {
  channelGroups,
  filterGroups,
  findOption,
  groupsOf,
  peopleGroups,
} from "../../../bot/sandbox/page/options.js";
import { sentenceFor } from "../../../bot/sandbox/page/refusals.js";
import { addressOf, placeFor, readRoute } from "../../../bot/sandbox/page/route.js";

const PEOPLE = [
  { id: "U1", name: "ana.rivera", real_name: "Ana Rivera", title: "Council member" },
  { id: "U2", name: "luz", real_name: "Luz Herrera", is_restricted: true },
  { id: "U3", name: "priya", real_name: "Priya Nair", is_outsider: true, is_restricted: true },
];
const CHANNELS = [
  { id: "C1", name: "general", is_im: false },
  { id: "D1", name: "Liaison", is_im: true },
];

test("options are found by words in any order, accents aside", () => {
  const groups = groupsOf({
    options: [
      { text: { text: "Política santuario :tada:" }, value: "a" },
      { text: { text: "Schools" }, value: "b" },
    ],
  });
  assert.deepEqual(
    filterGroups(groups, "SANT politica").map(({ options }) => options.map(({ value }) => value)),
    [["a"]],
  );
  assert.deepEqual(filterGroups(groups, "zzz"), []);
  assert.equal(findOption(groups, "b").text.text, "Schools");
  assert.deepEqual(groupsOf({ ok: false }), [{ label: null, options: [] }]);
});

test("groups of options keep their labels", () => {
  assert.equal(
    groupsOf({ option_groups: [{ label: { text: "South" }, options: [] }] })[0].label,
    "South",
  );
});

test("people and channels are options by their ids", () => {
  assert.deepEqual(
    peopleGroups(PEOPLE)[0].options.map(({ value }) => value),
    ["U1", "U2", "U3"],
  );
  assert.deepEqual(
    channelGroups(CHANNELS, false)[0].options.map(({ text }) => text.text),
    ["#general"],
  );
  assert.equal(channelGroups(CHANNELS, true)[0].options.length, 2);
});

test("ids have names, and unknown ones stay as they are", () => {
  const app = { bot_user_id: "UB", name: "Liaison" };
  const names = makeNames({
    me: { id: "U1", locale: "es-MX" },
    people: PEOPLE,
    channels: CHANNELS,
    app,
  });
  assert.equal(names.personName("U1"), "Ana Rivera");
  assert.equal(names.personName("UB"), "Liaison");
  assert.equal(names.personName("U9", "ana"), "ana");
  assert.equal(names.personName("U9"), "U9");
  assert.equal(names.channelName("C1"), "general");
  assert.equal(names.locale, "es-MX");
});

test("people have initials, a standing and colours that differ", () => {
  assert.equal(initials("Ana María Rivera"), "AR");
  assert.equal(initials("Liaison"), "L");
  assert.deepEqual(PEOPLE.map(standing), [null, "Guest", "Partner"]);
  assert.deepEqual(
    withTones(PEOPLE).map(({ tone }) => tone),
    [0, 1, 2],
  );
});

test("an address says who looks and where, and is read back the same", () => {
  for (const place of [{ kind: "home" }, { kind: "channel", channel: "C1" }])
    assert.deepEqual(readRoute(addressOf("U1", place)), { user: "U1", place });
  assert.deepEqual(readRoute(""), { user: null, place: null });
});

test("a channel one isn't in gives way to the first one is in", () => {
  assert.deepEqual(placeFor({ kind: "channel", channel: "C9" }, CHANNELS), {
    kind: "channel",
    channel: "C1",
  });
  assert.deepEqual(placeFor({ kind: "home" }, CHANNELS), { kind: "home" });
  assert.deepEqual(placeFor(null, []), { kind: "home" });
});

test("an error's code becomes a sentence and a sentence stays", () => {
  assert.match(sentenceFor("view_not_on_top"), /no longer open/);
  assert.match(sentenceFor("some_code"), /some_code/);
  assert.equal(sentenceFor("It broke."), "It broke.");
  assert.match(sentenceFor(undefined), /no reason/);
});
