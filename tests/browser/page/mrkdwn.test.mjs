import assert from "node:assert/strict";
import { test } from "node:test";
import { safeAddress } from "../../../bot/sandbox/page/address.js";
import { parse } from "../../../bot/sandbox/page/mrkdwn.js";
import { parsePlain, plainText } from "../../../bot/sandbox/page/plain.js";

/** Tokens as one line: `bold[text]`, so that a test reads like what it says. */
const show = (tokens) =>
  tokens
    .map(({ type, text, children, ...rest }) => {
      if (type === "text") return text;
      if (type === "break") return "⏎";
      const about = rest.id ?? rest.url ?? rest.name ?? "";
      return `${type}${about && `(${about})`}[${children ? show(children) : (text ?? "")}]`;
    })
    .join("");

const reads = (source, expected) =>
  test(`${JSON.stringify(source)} reads as ${expected}`, () =>
    assert.equal(show(parse(source)), expected));

reads("*bold* _italic_ ~strike~ `code`", "bold[bold] italic[italic] strike[strike] code[code]");
reads("*bold _and italic_ in it*", "bold[bold italic[and italic] in it]");
reads("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name");
reads("a*b*c", "a*b*c");
reads("(*bold*)", "(bold[bold])");
reads("* not bold*", "* not bold*");
reads("*not bold *", "*not bold *");
reads("*one\ntwo*", "*one⏎two*");
reads("**double**", "**double**");
reads("`*code*`", "code[*code*]");
reads("*a `*` b*", "bold[a code[*] b]");
reads("*<https://a.org/x*y|Title>*", "bold[link(https://a.org/x*y)[Title]]");
reads("_<https://a.org/a_b|T>_", "italic[link(https://a.org/a_b)[T]]");
reads("ñ*no*", "ñ*no*");
reads("```let *a* = 1;\nlet b;```", "pre[let *a* = 1;\nlet b;]");
reads("before\n```\ncode\n```\nafter", "beforepre[code]after");
reads("```unclosed", "```unclosed");
reads("&gt; quoted\nnot", "quote[quoted]not");
reads("> one\n> two", "quote[one⏎two]");
reads("a\n>>> b\nc", "aquote[b⏎c]");
reads("5 &gt; 4", "5 > 4");
reads("<https://a.org|A &amp; B>", "link(https://a.org)[A & B]");
reads("<https://a.org?x=1&amp;y=2>", "link(https://a.org?x=1&y=2)[https://a.org?x=1&y=2]");
reads("<mailto:a@b.org>", "link(mailto:a@b.org)[a@b.org]");
reads(
  "see https://a.org/b, or (http://c.org)",
  "see link(https://a.org/b)[https://a.org/b], or (link(http://c.org)[http://c.org])",
);
reads("<@U1> and <@U2|ana>", "user(U1)[] and user(U2)[]");
reads("<#C1|general>", "channel(C1)[]");
reads("<!here> <!channel>", "broadcast(here)[] broadcast(channel)[]");
reads("<!subteam^S1|@team>", "usergroup(S1)[]");
reads(":tada: :nothing_known: 10:30:45", "emoji(tada)[🎉] :nothing_known: 10:30:45");
reads("• one\n1. two", "• one⏎1. two");
reads("&lt;script&gt; &amp;amp; &amp;lt;", "<script> &amp; &lt;");
reads("<>", "<>");
reads("", "");

test("a date keeps its time, format, link and fallback", () => {
  const [date] = parse("<!date^1392734382^{date} at {time}^https://a.org/|Feb &amp; 18>");
  assert.deepEqual(date, {
    type: "date",
    seconds: 1392734382,
    format: "{date} at {time}",
    url: "https://a.org/",
    fallback: "Feb & 18",
  });
});

test("verbatim text leaves bare addresses alone", () => {
  assert.equal(
    show(parse("https://a.org <https://b.org>", { verbatim: true })),
    "https://a.org link(https://b.org)[https://b.org]",
  );
});

test("plain text has emoji and line breaks and nothing else", () => {
  assert.equal(show(parsePlain("*a* :tada:\n<b> &amp;")), "*a* emoji(tada)[🎉]⏎<b> &");
  assert.equal(show(parsePlain(":tada:", false)), ":tada:");
});

test("the words of styled text can be had without the styles", () => {
  assert.equal(plainText(parse("*a* <https://a.org|b>\n:tada:")), "a b\n🎉");
});

test("only web and mail addresses may be followed", () => {
  assert.equal(safeAddress("https://a.org/x"), "https://a.org/x");
  assert.equal(safeAddress("mailto:a@b.org"), "mailto:a@b.org");
  for (const url of [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "/page/app.js",
    "file:///etc",
    "",
  ])
    assert.equal(safeAddress(url), null, url);
});

test("a long hostile text is read in good time", () => {
  for (const source of [
    "*".repeat(8_000),
    "<".repeat(20_000),
    "`".repeat(20_000),
    "_a ".repeat(8_000),
    "```".repeat(3_000),
  ])
    assert.ok(parse(source).length > 0);
});
