import assert from "node:assert/strict";
import { test } from "node:test";
import {
  channelBeingTyped,
  channelEntry,
  commandEntry,
  commandOf,
  hintFor,
  markFor,
  matchingChannels,
  matchingCommands,
  matchingPeople,
  nameBeingTyped,
  personEntry,
} from "../../../bot/sandbox/page/completion.js";

const COMMANDS = [
  { command: "/resources", description: "Find", usage_hint: "sanctuary tx" },
  { command: "/recursos", description: "Encuentre", usage_hint: "" },
];
const PEOPLE = [
  { id: "U1", name: "ana.rivera", real_name: "Ana Rivera", title: "Council member" },
  { id: "U2", name: "luz", real_name: "Luz Herrera", is_restricted: true },
  { id: "U3", name: "priya", real_name: "Priya Nair", is_outsider: true, is_restricted: true },
];
const commands = (text) => matchingCommands(COMMANDS, text).map(({ command }) => command);
const people = (text) =>
  matchingPeople(PEOPLE, nameBeingTyped(text, text.length)).map(({ id }) => id);

test("a slash offers the commands that begin so, until a space", () => {
  assert.deepEqual(commands("/"), ["/resources", "/recursos"]);
  assert.deepEqual(commands("/RES"), ["/resources"]);
  assert.deepEqual(commands("/resources "), []);
  assert.deepEqual(commands("hello /res"), []);
});

test("a bare command shows its hint, one with words doesn't", () => {
  assert.equal(hintFor(COMMANDS, "/resources "), "sanctuary tx");
  assert.equal(hintFor(COMMANDS, "/resources tx"), null);
  assert.equal(hintFor(COMMANDS, "/recursos"), null);
  assert.equal(commandOf(COMMANDS, "/resources\ttx").command, "/resources");
});

test("an @ offers people by name or handle until the handle is whole", () => {
  assert.deepEqual(people("hi @a"), ["U1"]);
  assert.deepEqual(people("@Luz H"), ["U2"]);
  assert.deepEqual(people("@luz"), []);
  assert.deepEqual(people("mail@a"), []);
  assert.deepEqual(people("no one here"), []);
});

test("a chosen command stands before the caret with a space", () => {
  assert.deepEqual(commandEntry(COMMANDS[0]).text("/re"), { before: "/resources ", after: "" });
});

test("a chosen person's handle takes the place of what was typed", () => {
  const text = "ask @an about it";
  const entry = personEntry(PEOPLE[0], nameBeingTyped(text, 7));
  assert.deepEqual(entry.text(text), { before: "ask @ana.rivera ", after: " about it" });
});

test("a # offers channels, those that begin so first, and what is chosen takes its place", () => {
  const rooms = [{ name: "city-news" }, { name: "news" }, { name: "general" }];
  const typed = channelBeingTyped("see #news", 9);
  assert.deepEqual(matchingChannels(rooms, channelBeingTyped("see #new", 8)), [rooms[1], rooms[0]]);
  assert.deepEqual(matchingChannels(rooms, typed), [rooms[0]]);
  assert.equal(channelEntry(rooms[0], typed).text("see #news").before, "see #city-news ");
});

test("the keys for bold, italic and struck text are Slack's", () => {
  assert.equal(markFor({ key: "b", ctrlKey: true }), "*");
  assert.equal(markFor({ key: "I", metaKey: true }), "_");
  assert.equal(markFor({ key: "X", ctrlKey: true, shiftKey: true }), "~");
  assert.equal(markFor({ key: "b" }), undefined);
});
