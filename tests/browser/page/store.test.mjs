import assert from "node:assert/strict";
import { test } from "node:test";
import {
  createStore,
  EMPTY,
  openChannel,
  reduce,
  threads,
} from "../../../bot/sandbox/page/store.js";

const HERE = { kind: "channel", channel: "C1" };
const message = (ts, more = {}) => ({ ts, user: "U1", text: ts, ...more });
const after = (...events) => events.reduce(reduce, EMPTY);
const came = (ts, channel = "C1", more = {}) => ({
  type: "message",
  channel,
  message: message(ts, more),
});
const times = (state, channel = "C1") => state.messages[channel].map(({ ts }) => ts);
const view = (id, title) => ({ id, title });
const views = (...events) => after(...events.map((event) => ({ type: "view", ...event }))).views;

test("messages stand in the order of their times, however they come", () => {
  assert.deepEqual(times(after(came("3.1"), came("1.5"), came("10.0"))), ["1.5", "3.1", "10.0"]);
});

test("a message that comes twice stands once", () => {
  const state = after(came("1.0"), came("1.0"));
  assert.deepEqual(times(state), ["1.0"]);
  assert.equal(state.unread.C1, 1);
});

test("history replaces what was there, but not what came after it, nor notices", () => {
  const notice = { type: "notice", channel: "C1", level: "error", text: "no", at: 2 };
  const state = after(came("1.0"), notice, came("9.0"), {
    type: "history",
    channel: "C1",
    messages: [message("3.0")],
  });
  assert.deepEqual(times(state), ["2.000000", "3.0", "9.0"]);
});

test("a changed message is replaced and a deleted one is gone", () => {
  const changed = {
    type: "message_changed",
    channel: "C1",
    message: message("1.0", { text: "new" }),
  };
  const deleted = { type: "message_deleted", channel: "C1", ts: "2.0" };
  const state = after(came("1.0"), came("2.0"), changed, deleted);
  assert.deepEqual(
    state.messages.C1.map(({ text }) => text),
    ["new"],
  );
});

test("messages elsewhere count as unread until one goes there", () => {
  const before = after(
    { type: "went", place: HERE },
    came("1.0"),
    came("1.1", "C2"),
    came("1.2", "C2"),
  );
  assert.deepEqual(before.unread, { C2: 2 });
  const there = reduce(before, { type: "went", place: { kind: "channel", channel: "C2" } });
  assert.deepEqual(there.unread, {});
  assert.equal(openChannel(there), "C2");
});

test("at Home no channel is open", () => {
  assert.equal(openChannel(after({ type: "went", place: { kind: "home" } })), null);
});

test("views open, stack up to three, change in place and close from the top", () => {
  const stack = [
    { action: "open", view: view("V1") },
    { action: "push", view: view("V2") },
    { action: "push", view: view("V3") },
    { action: "update", view: view("V2", "new") },
  ];
  assert.deepEqual(
    views(...stack).map(({ id }) => id),
    ["V1", "V2", "V3"],
  );
  assert.equal(views(...stack)[1].title, "new");
  assert.deepEqual(
    views(...stack, { action: "close", view_id: "V3" }).map(({ id }) => id),
    ["V1", "V2"],
  );
  assert.deepEqual(views(...stack, { action: "clear" }), []);
  assert.deepEqual(
    views(...stack, { action: "open", view: view("V9") }).map(({ id }) => id),
    ["V9"],
  );
});

test("news about a view that is gone changes nothing", () => {
  assert.deepEqual(
    views({ action: "update", view: view("V1") }, { action: "close", view_id: "V1" }),
    [],
  );
});

test("replies stand under their first message; one without it stands alone", () => {
  const all = [
    message("1.0", { thread_ts: "1.0" }),
    message("2.0", { thread_ts: "0.5" }),
    message("3.0", { thread_ts: "1.0" }),
  ];
  const found = threads(all).map(({ message: { ts }, replies }) => [
    ts,
    replies.map((reply) => reply.ts),
  ]);
  assert.deepEqual(found, [
    ["1.0", ["3.0"]],
    ["2.0", []],
  ]);
});

test("subscribers hear of changes with the state before, and of nothing else", () => {
  const store = createStore();
  const heard = [];
  store.subscribe((state, before) => heard.push([before.connected, state.connected]));
  store.dispatch({ type: "connected", connected: true });
  store.dispatch({ type: "nothing known" });
  assert.deepEqual(heard, [[null, true]]);
});
