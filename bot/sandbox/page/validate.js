/** What is wrong with a form before it is sent, in the words and order Slack's client uses. */
import { elementsOf, onWire } from "./values.js";

const EMAIL = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/;
const REQUIRED = "Please complete this required field.";

function lengthProblem({ min_length: least = 0, max_length: most = 3000 }, text) {
  if (text.length < least) return `Please enter at least ${least} characters.`;
  return text.length > most
    ? `Please keep this to ${most} characters; there are ${text.length}.`
    : null;
}

function addressProblem(_, text) {
  const web = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  return web ? null : "Please enter a web address that starts with https://.";
}

function numberProblem(element, text) {
  const number = Number(text);
  if (Number.isNaN(number)) return "Please enter a number.";
  if (!element.is_decimal_allowed && !Number.isInteger(number))
    return "Please enter a whole number.";
  if (number < Number(element.min_value ?? -Infinity))
    return `Please enter ${element.min_value} or more.`;
  return number > Number(element.max_value ?? Infinity)
    ? `Please enter ${element.max_value} or less.`
    : null;
}

const PROBLEMS = {
  plain_text_input: lengthProblem,
  email_text_input: (_, text) => (EMAIL.test(text) ? null : "Please enter a valid email address."),
  url_text_input: addressProblem,
  number_input: numberProblem,
};

function problem(block, values) {
  const [element] = elementsOf(block);
  if (!element) return null;
  const value = onWire(values.get(block, element));
  const isEmpty =
    value === null || value.length === 0 || (typeof value === "string" && !value.trim());
  if (isEmpty) return block.optional ? null : REQUIRED;
  return PROBLEMS[element.type]?.(element, value) ?? null;
}

/** The problems of a view's input blocks: `{block_id: sentence}`; empty when it may be sent. */
export function problems(blocks, values) {
  const found = blocks
    .filter((block) => block.type === "input")
    .map((block) => [block.block_id, problem(block, values)]);
  return Object.fromEntries(found.filter(([, sentence]) => sentence));
}
