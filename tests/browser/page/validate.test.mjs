import assert from "node:assert/strict";
import { test } from "node:test";
import { problems } from "../../../bot/sandbox/page/validate.js";
import { Values } from "../../../bot/sandbox/page/values.js";

const REQUIRED = "Please complete this required field.";

/** What is said about one input with this in it, or undefined. */
function said(element, value, optional = false) {
  const block = { type: "input", block_id: "b", optional, element: { action_id: "a", ...element } };
  const values = new Values();
  values.set(block, block.element, value);
  return problems([block], values).b;
}

test("an empty input that isn't optional is asked for", () => {
  assert.equal(said({ type: "plain_text_input" }, ""), REQUIRED);
  assert.equal(said({ type: "plain_text_input" }, "  \n"), REQUIRED);
  assert.equal(said({ type: "static_select" }, null), REQUIRED);
  assert.equal(said({ type: "checkboxes" }, []), REQUIRED);
});

test("an empty optional input is fine", () => {
  assert.equal(said({ type: "plain_text_input", min_length: 5 }, "", true), undefined);
});

test("a text is held to its lengths", () => {
  assert.match(said({ type: "plain_text_input", min_length: 5 }, "abc"), /at least 5/);
  assert.match(said({ type: "plain_text_input", max_length: 2 }, "abc"), /to 2 characters/);
  assert.match(said({ type: "plain_text_input" }, "x".repeat(3001)), /3000/);
  assert.equal(said({ type: "plain_text_input", min_length: 3, max_length: 3 }, "abc"), undefined);
});

test("an e-mail address looks like one", () => {
  assert.equal(said({ type: "email_text_input" }, "ana@city.gov"), undefined);
  for (const wrong of ["ana", "ana@city", "a b@city.gov"])
    assert.match(said({ type: "email_text_input" }, wrong), /email/);
});

test("a web address has its scheme", () => {
  assert.equal(said({ type: "url_text_input" }, "https://city.gov/x"), undefined);
  for (const wrong of ["city.gov", "javascript:alert(1)"])
    assert.match(said({ type: "url_text_input" }, wrong), /https/);
});

test("a number is whole where decimals aren't allowed, and within its bounds", () => {
  const number = {
    type: "number_input",
    is_decimal_allowed: false,
    min_value: "-2",
    max_value: "10",
  };
  assert.equal(said(number, "-2"), undefined);
  assert.match(said(number, "ten"), /a number/);
  assert.match(said(number, "1.5"), /whole/);
  assert.match(said(number, "-3"), /-2 or more/);
  assert.match(said(number, "11"), /10 or less/);
  assert.equal(said({ type: "number_input", is_decimal_allowed: true }, "1.5"), undefined);
});

test("blocks that take no input are never wrong", () => {
  const block = {
    type: "actions",
    block_id: "x",
    elements: [{ type: "static_select", action_id: "a" }],
  };
  assert.deepEqual(problems([block], new Values()), {});
});
