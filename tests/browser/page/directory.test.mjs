import assert from "node:assert/strict";
import { test } from "node:test";
import {
  initials,
  languageOf,
  listed,
  makeNames,
  standing,
  withTones,
} from "../../../bot/sandbox/page/names.js";
import {
  filterGroups,
  findOption,
  groupsOf,
  peopleGroups,
  roomGroups,
} from "../../../bot/sandbox/page/options.js";
import { sentenceFor } from "../../../bot/sandbox/page/refusals.js";
import { roomOf } from "../../../bot/sandbox/page/rooms.js";

const PEOPLE = [
  { id: "U1", name: "ana.rivera", real_name: "Ana Rivera", title: "Council member" },
  { id: "U2", name: "luz", real_name: "Luz Herrera", is_restricted: true },
  { id: "U3", name: "priya", real_name: "Priya Nair", is_outsider: true, is_restricted: true },
];
const ROOMS = [
  { id: "C1", name: "general", kind: "public" },
  { id: "C2", name: "prairie-law", kind: "shared" },
  { id: "D1", name: "Liaison", kind: "im", is_app: true },
  { id: "D2", name: "", kind: "im", with: "U2" },
].map(roomOf);
const APP = { bot_user_id: "UB", name: "Liaison" };
const NAMES = makeNames({
  me: { id: "U1", locale: "es-MX" },
  people: PEOPLE,
  app: APP,
  rooms: () => ROOMS,
});

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

test("people and rooms are options by their ids", () => {
  const offered = (filter) =>
    roomGroups(ROOMS, NAMES.channelName, filter)[0].options.map(({ text }) => text.text);
  assert.deepEqual(
    peopleGroups(PEOPLE)[0].options.map(({ value }) => value),
    ["U1", "U2", "U3"],
  );
  assert.deepEqual(offered(), ["#general", "#prairie-law", "Liaison", "Luz Herrera"]);
  assert.deepEqual(offered({ include: ["public"] }), ["#general"]);
  assert.deepEqual(offered({ include: ["im"], exclude_bot_users: true }), ["Luz Herrera"]);
  assert.deepEqual(offered({ include: ["private"], exclude_external_shared_channels: true }), []);
});

test("ids have names, and unknown ones stay as they are", () => {
  assert.equal(NAMES.personName("U1"), "Ana Rivera");
  assert.equal(NAMES.personName("UB"), "Liaison");
  assert.equal(NAMES.personName("U9", "ana"), "ana");
  assert.equal(NAMES.personName("U9"), "U9");
  assert.equal(NAMES.channelName("C1"), "general");
  assert.equal(NAMES.channelName("D2"), "Luz Herrera");
  assert.equal(NAMES.locale, "es-MX");
});

test("a language is called by its own name, and oneself is you", () => {
  assert.deepEqual(
    [languageOf("es-LA"), languageOf("en-US"), languageOf("")],
    ["Español", "English", "English"],
  );
  assert.equal(listed(["U1", "U2"], NAMES), "you and Luz Herrera");
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

test("an error's code becomes a sentence and a sentence stays", () => {
  assert.match(sentenceFor("view_not_on_top"), /no longer open/);
  assert.match(sentenceFor("some_code"), /some_code/);
  assert.equal(sentenceFor("It broke."), "It broke.");
  assert.match(sentenceFor(undefined), /no reason/);
});
