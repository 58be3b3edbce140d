import assert from "node:assert/strict";
import { test } from "node:test";
import {
  boundsOf,
  newerRange,
  newestRange,
  olderRange,
} from "../../../bot/sandbox/page/windowing.js";

const MANY = Array.from({ length: 1000 }, (_, at) => ({ ts: `${at + 1}.0` }));
const drawn = (range, messages = MANY) => {
  const { from, to } = boundsOf(range, messages);
  return to - from;
};

test("a short list is drawn whole, a long one from its end", () => {
  assert.deepEqual(boundsOf(newestRange([]), []), { from: 0, to: 0 });
  assert.deepEqual(boundsOf(newestRange(MANY.slice(0, 9)), MANY.slice(0, 9)), { from: 0, to: 9 });
  const { from, to } = boundsOf(newestRange(MANY), MANY);
  assert.deepEqual([from > 900, to], [true, 1000]);
});

test("going up reaches the oldest, going down the newest, and never draws many", () => {
  let range = newestRange(MANY);
  while (range.first !== null) {
    range = olderRange(range, MANY);
    assert.ok(drawn(range) <= 160);
  }
  assert.equal(boundsOf(range, MANY).from, 0);
  while (range.last !== null) {
    range = newerRange(range, MANY);
    assert.ok(drawn(range) <= 160);
  }
  assert.equal(boundsOf(range, MANY).to, 1000);
});

test("each step keeps some of what was drawn, so that the reader keeps the place", () => {
  const range = olderRange(newestRange(MANY), MANY);
  const up = olderRange(range, MANY);
  assert.ok(boundsOf(up, MANY).to > boundsOf(range, MANY).from);
});

test("what comes at the end is drawn while the newest are, and what is gone leaves no hole", () => {
  const range = newestRange(MANY);
  assert.equal(drawn(range, [...MANY, { ts: "2000.0" }]), drawn(range) + 1);
  const without = MANY.filter(({ ts }) => ts !== range.first);
  assert.equal(drawn(range, without), drawn(range) - 1);
});
