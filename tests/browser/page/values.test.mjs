import assert from "node:assert/strict";
import { test } from "node:test";
import {
  collectState,
  elementsOf,
  holdsValue,
  onWire,
  Values,
} from "../../../bot/sandbox/page/values.js";

const option = (value) => ({ text: { type: "plain_text", text: value.toUpperCase() }, value });
const text = (more = {}) => ({ type: "plain_text_input", action_id: "text", ...more });
const input = (block_id, element) => ({ type: "input", block_id, element });

const FORM = [
  input("question", text({ initial_value: "How?" })),
  {
    type: "section",
    block_id: "when",
    accessory: { type: "datepicker", action_id: "day", initial_date: "2018-07-04" },
  },
  {
    type: "actions",
    block_id: "more",
    elements: [
      { type: "static_select", action_id: "topic", initial_option: option("schools") },
      { type: "multi_users_select", action_id: "who", initial_users: ["U1", "U2"] },
      { type: "checkboxes", action_id: "also", options: [option("a"), option("b")] },
      { type: "button", action_id: "go" },
      { type: "overflow", action_id: "menu" },
    ],
  },
  { type: "divider", block_id: "line" },
];
const [QUESTION, , MORE] = FORM;
const [TOPIC, , ALSO] = MORE.elements;

test("an untouched form sends what its blocks begin with", () => {
  assert.deepEqual(collectState(FORM, new Values()), {
    question: { text: "How?" },
    when: { day: "2018-07-04" },
    more: { topic: "schools", who: ["U1", "U2"], also: [] },
  });
});

test("what a person set goes out instead, options as their values", () => {
  const values = new Values();
  values.set(QUESTION, QUESTION.element, "Why?");
  values.set(MORE, TOPIC, option("jails"));
  values.set(MORE, ALSO, [option("b")]);
  const state = collectState(FORM, values);
  assert.equal(state.question.text, "Why?");
  assert.equal(state.more.topic, "jails");
  assert.deepEqual(state.more.also, ["b"]);
});

test("an emptied text and a choice taken back are nothing", () => {
  const values = new Values();
  values.set(QUESTION, QUESTION.element, "");
  values.set(MORE, TOPIC, null);
  const state = collectState(FORM, values);
  assert.equal(state.question.text, null);
  assert.equal(state.more.topic, null);
});

test("buttons, menus and lines hold no value", () => {
  assert.equal(holdsValue({ type: "button" }), false);
  assert.equal(holdsValue(undefined), false);
  assert.deepEqual(elementsOf(FORM[3]), []);
});

test("what was typed outlives an update that keeps the block and action", () => {
  const values = new Values();
  values.set(QUESTION, QUESTION.element, "typed");
  const updated = input("question", text({ initial_value: "other", multiline: true }));
  values.retain([updated]);
  assert.equal(values.get(updated, updated.element), "typed");
});

test("what was typed is forgotten with its block, its action or its type", () => {
  for (const after of [
    input("another", text()),
    input("question", text({ action_id: "another" })),
    input("question", { type: "number_input", action_id: "text" }),
  ]) {
    const values = new Values();
    values.set(QUESTION, QUESTION.element, "typed");
    values.retain([after]);
    assert.equal(values.get(QUESTION, QUESTION.element), "How?");
  }
});

test("ids that contain each other's marks don't meet", () => {
  const values = new Values();
  const one = input("a/b", text({ action_id: "c" }));
  const other = input("a", text({ action_id: "b/c" }));
  values.set(one, one.element, "one");
  assert.equal(values.get(other, other.element), "");
});

test("a time that is zero is a value", () => {
  assert.equal(onWire(0), 0);
});
