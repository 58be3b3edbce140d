import assert from "node:assert/strict";
import { test } from "node:test";
import {
  beginning,
  createStore,
  EMPTY,
  openChannel,
  openThread,
  reduce,
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
  assert.deepEqual(times(after(came("1.0"), came("1.0"))), ["1.0"]);
});

test("history replaces what was there, but not what came after it, nor notices", () => {
  const notice = { type: "notice", channel: "C1", level: "error", text: "no", at: 4 };
  const state = after(came("1.0"), notice, came("9.0"), {
    type: "history",
    channel: "C1",
    messages: [message("3.0")],
  });
  assert.deepEqual(times(state), ["3.0", "4.000000", "9.0"]);
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

const history = (times, more = false, type = "history") => ({
  type,
  channel: "C1",
  messages: times.map((ts) => message(ts)),
  has_more: more,
});

test("history read again keeps what is older when there is no gap, and drops it when there is", () => {
  const read = [history(["1.0", "2.0", "3.0"], true), history(["3.0", "4.0"], true)];
  assert.deepEqual(times(after(...read)), ["1.0", "2.0", "3.0", "4.0"]);
  assert.deepEqual(times(after(history(["1.0", "2.0"]), history(["8.0", "9.0"], true))), [
    "8.0",
    "9.0",
  ]);
});

test("older messages come before, each once, and say whether there are more", () => {
  const state = after(history(["5.0"], true), history(["3.0", "4.0", "5.0"], false, "older"));
  assert.deepEqual(times(state), ["3.0", "4.0", "5.0"]);
  assert.equal(state.more.C1, false);
});

test("the server says what is unread, at first and later", () => {
  const state = beginning([{ id: "C1", name: "general", unread: 2 }]);
  assert.deepEqual(state.unread, { C1: 2 });
  assert.equal(reduce(state, { type: "unread", channel: "C1", unread: 0 }).unread.C1, 0);
});

test("the New line stands after what was last read, where something is unread", () => {
  const rooms = [
    { id: "C1", name: "general", unread: 2, last_read: "7.0" },
    { id: "C2", name: "quiet", unread: 0, last_read: "7.0" },
  ];
  const at = (channel) =>
    reduce(beginning(rooms), { type: "went", place: { kind: "channel", channel } }).lines[channel];
  assert.deepEqual([at("C1"), at("C2")], ["7.0", null]);
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

const IN_THREAD = { kind: "channel", channel: "C1", thread: "1.0" };
const thread = { type: "thread", channel: "C1", ts: "1.0", messages: [message("1.0")] };

test("a reply stands in its thread, a broadcast one in the channel too", () => {
  const state = after(
    { type: "went", place: IN_THREAD },
    thread,
    came("2.0", "C1", { thread_ts: "1.0" }),
    came("3.0", "C1", { thread_ts: "1.0", subtype: "thread_broadcast" }),
  );
  assert.deepEqual(times(state), ["3.0"]);
  assert.deepEqual(
    state.threads[openThread(state)].map(({ ts }) => ts),
    ["1.0", "2.0", "3.0"],
  );
});

test("the first message of a thread changes in both places, and a reply goes from both", () => {
  const state = after(
    came("1.0"),
    thread,
    came("2.0", "C1", { thread_ts: "1.0" }),
    { type: "message_changed", channel: "C1", message: message("1.0", { reply_count: 1 }) },
    { type: "message_deleted", channel: "C1", ts: "2.0", thread_ts: "1.0" },
  );
  assert.equal(state.messages.C1[0].reply_count, 1);
  assert.deepEqual(state.threads["C1/1.0"], [message("1.0", { reply_count: 1 })]);
});

test("a notice of a thread stands there and not in the channel", () => {
  const notice = { type: "notice", channel: "C1", thread_ts: "1.0", text: "no", at: 5 };
  const state = after(thread, notice);
  assert.equal(state.messages.C1, undefined);
  assert.equal(state.threads["C1/1.0"].at(-1).text, "no");
});

test("the channels are taken anew when the server was started again", () => {
  const state = after({ type: "rooms", channels: [{ id: "C7", name: "new", unread: 3 }] });
  assert.deepEqual([state.rooms[0].kind, state.unread.C7], ["public", 3]);
});

test("a channel that opens is added once; one that gets another id takes all with it", () => {
  const state = after(
    { type: "channel_opened", channel: { id: "C1", name: "triage", kind: "private", unread: 1 } },
    { type: "went", place: HERE },
    came("1.0"),
    { type: "channel_changed", old: "C1", channel: { id: "C9", name: "triage", kind: "shared" } },
  );
  assert.deepEqual(
    state.rooms.map(({ id, kind }) => [id, kind]),
    [["C9", "shared"]],
  );
  assert.deepEqual(times(state, "C9"), ["1.0"]);
  assert.equal(openChannel(state), "C9");
  assert.equal(state.unread.C9, 1);
});

test("subscribers hear of changes with the state before, and of nothing else", () => {
  const store = createStore();
  const heard = [];
  store.subscribe((state, before) => heard.push([before.connected, state.connected]));
  store.dispatch({ type: "connected", connected: true });
  store.dispatch({ type: "nothing known" });
  assert.deepEqual(heard, [[null, true]]);
});
