import assert from "node:assert/strict";
import { test } from "node:test";
import { asTyped } from "../../../bot/sandbox/page/editbox.js";
import { askedEmoji, emojiFor, REACTIONS } from "../../../bot/sandbox/page/emoji.js";
import { kindWords, sizeWords } from "../../../bot/sandbox/page/files.js";
import { continues } from "../../../bot/sandbox/page/message.js";
import { countWords } from "../../../bot/sandbox/page/replies.js";

const NAMES = {
  person: (id) => ({ U1: { name: "ana" } })[id],
  channelName: (id, label) => ({ C1: "general" })[id] ?? label,
};

test("sizes and kinds of files are said as people say them", () => {
  assert.deepEqual([0, 1, 999, 14_200, 2_340_000].map(sizeWords), [
    "0 bytes",
    "1 byte",
    "999 bytes",
    "14 kB",
    "2.3 MB",
  ]);
  assert.deepEqual(["a.pdf", "notes", "x.tar.gz"].map(kindWords), ["PDF", "File", "GZ"]);
});

test("a message to edit stands there as it was typed", () => {
  const text = "<@U1> see <#C1|general> &amp; <https://example.org/a|a> &lt;b&gt; <!here> <@U9>";
  assert.equal(asTyped(text, NAMES), "@ana see #general & https://example.org/a <b> @here <@U9>");
});

test("every reaction on offer has its picture, and a search finds each emoji once", () => {
  assert.deepEqual(
    REACTIONS.filter((name) => !emojiFor(name)),
    [],
  );
  assert.deepEqual(askedEmoji("thumbs"), ["thumbsup", "thumbsdown"]);
  assert.equal(new Set(askedEmoji("e").map(emojiFor)).size, askedEmoji("e").length);
  assert.equal(askedEmoji(" "), REACTIONS);
});

test("a message goes on where its author stopped, unless it is late or begins a thread", () => {
  const first = { ts: "100.0", user: "U1" };
  assert.equal(continues({ ts: "200.0", user: "U1" }, first), true);
  assert.equal(continues({ ts: "500.0", user: "U1" }, first), false);
  assert.equal(continues({ ts: "200.0", user: "U2" }, first), false);
  assert.equal(continues({ ts: "200.0", user: "U1", is_ephemeral: true }, first), false);
  assert.equal(continues({ ts: "200.0", user: "U1", reply_count: 1 }, first), false);
});

test("replies are counted in words", () => {
  assert.deepEqual([1, 3].map(countWords), ["1 reply", "3 replies"]);
});
