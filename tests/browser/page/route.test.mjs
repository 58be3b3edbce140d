import assert from "node:assert/strict";
import { test } from "node:test";
import { roomOf } from "../../../bot/sandbox/page/rooms.js";
import { addressOf, atOf, placeAt, readRoute } from "../../../bot/sandbox/page/route.js";

const PEOPLE = [
  { id: "U1", key: "ana", name: "ana.rivera" },
  { id: "U2", key: "luis", name: "luis" },
];
const ROOMS = [
  { id: "C1", name: "general", kind: "public" },
  { id: "D1", name: "Liaison", kind: "im", is_app: true },
  { id: "D2", name: "", kind: "im", with: "U2" },
].map(roomOf);
const THREAD = { kind: "channel", channel: "C1", thread: "1.5" };

test("an address of one person or of several is read back the same", () => {
  const ana = { who: "ana", at: "general", thread: "1.5" };
  const luis = { who: "luis", at: "@ana", thread: null };
  const dana = { who: "dana", at: null, thread: null };
  for (const panes of [[ana], [dana], [ana, luis], [ana, luis, dana]])
    assert.deepEqual(readRoute(addressOf(panes)), panes);
  assert.equal(addressOf([ana, luis]), "?view=ana:general:1.5,luis:@ana");
});

test("no more than three people stand beside each other", () => {
  assert.equal(readRoute("?view=a:x,b:x,c:x,d:x").length, 3);
});

test("an empty address asks for nobody and nowhere", () => {
  assert.deepEqual(readRoute(""), [{ who: null, at: null, thread: null }]);
});

test("a place has a name in the address, and is found again by it", () => {
  const places = [
    [{ kind: "home" }, "home"],
    [{ kind: "channel", channel: "C1" }, "general"],
    [{ kind: "channel", channel: "D1" }, "dm"],
    [{ kind: "channel", channel: "D2" }, "@luis"],
    [THREAD, "general"],
  ];
  for (const [place, at] of places) {
    const named = atOf(place, ROOMS, PEOPLE);
    assert.equal(named.at, at);
    assert.deepEqual(placeAt(named, ROOMS, PEOPLE), place);
  }
});

test("a channel is found by its id too; one that can't be seen gives way to the first", () => {
  const first = { kind: "channel", channel: "C1" };
  assert.deepEqual(placeAt({ at: "D2" }, ROOMS, PEOPLE), { kind: "channel", channel: "D2" });
  assert.deepEqual(placeAt({ at: "secret", thread: "1.0" }, ROOMS, PEOPLE), first);
  assert.deepEqual(placeAt({ at: "@nobody" }, ROOMS, PEOPLE), first);
  assert.deepEqual(placeAt({ at: null }, [], PEOPLE), { kind: "home" });
});

test("a channel from a server that says less has its kind all the same", () => {
  const kinds = [{ is_private: true }, { is_im: true }, {}].map((room) => roomOf(room).kind);
  assert.deepEqual(kinds, ["private", "im", "public"]);
  assert.equal(roomOf({ is_im: true }).isApp, true);
  assert.equal(roomOf({ kind: "im", with: "U2" }).isApp, false);
});
