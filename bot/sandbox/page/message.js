/** One message of a channel or a thread. */
import { drawBlocks } from "./blocks.js";
import { clock, fullTime } from "./dates.js";
import { h } from "./dom.js";
import { drawEditBox } from "./editbox.js";
import { drawFiles } from "./files.js";
import { icon } from "./icons.js";
import { addTools } from "./messagetools.js";
import { displayName, standing } from "./names.js";
import { avatar, tag } from "./people.js";
import { drawReactions } from "./reactions.js";
import { drawReplies } from "./replies.js";
import { textNodes } from "./text.js";

const TOGETHER_S = 300;

/** Who a message is from: `{name, kind, tone, word}`, where `word` is the tag beside the name. */
export function authorOf(message, names) {
  if (message.is_notice || message.subtype === "tombstone")
    return { name: "Workspace", kind: "workspace" };
  const person = names.person(message.user);
  const isApp = Boolean(message.bot_id || person?.is_app);
  const name = message.username || displayName(person) || message.user;
  return {
    name,
    kind: isApp ? "app" : "person",
    tone: person?.tone,
    word: isApp ? "App" : standing(person),
  };
}

/** Whether a message goes on where the one before it stopped, so that it needs no name again. */
export function continues(message, before) {
  if (!before || before.user !== message.user || before.username !== message.username) return false;
  const isPlain = [message, before].every((one) => !one.is_ephemeral && !one.subtype);
  const isSoon = Number(message.ts) - Number(before.ts) < TOGETHER_S;
  return isPlain && isSoon && !before.reply_count && !message.reply_count;
}

function time(message, names) {
  const at = Number(message.ts);
  return h("time", { class: "time", title: fullTime(at, names.locale) }, clock(at, names.locale));
}

/** What a person typed is read as they typed it; what an app posts is read from its blocks. */
const isTyped = ({ bot_id: bot, blocks = [], text }) =>
  !bot && text && blocks.every(({ type }) => type === "rich_text");

const written = (text, names) =>
  h("div", { class: "as-typed" }, textNodes({ type: "mrkdwn", text }, names));

function content(message, { channel }, workspace) {
  const body = h("div", { class: "content" });
  const surface = workspace.surfaces.of({ type: "message", channel, ts: message.ts });
  if (message.blocks?.length && !isTyped(message))
    drawBlocks(body, message.blocks, surface.show(message.blocks));
  else if (message.text) body.append(written(message.text, workspace.names));
  if (message.edited) body.append(h("small", { class: "edited" }, "(edited)"));
  return body;
}

const onlyYou = () => h("p", { class: "only-you" }, icon("eye"), "Only visible to you");

/** A reply that was also sent to the channel says so, and leads to its thread. */
function fromThread(message, { channel, inThread }, workspace) {
  if (inThread || message.subtype !== "thread_broadcast") return null;
  const open = () => workspace.openThread(channel, message.thread_ts);
  return h(
    "button",
    { type: "button", class: "from-thread", onclick: open },
    icon("thread"),
    "Replied to a thread",
  );
}

const heading = (author, message, names) =>
  h(
    "header",
    { class: "author" },
    h("strong", {}, author.name),
    author.word && tag(author.word),
    time(message, names),
  );

function bodyOf(message, author, { where, isMore, isEditing, workspace }) {
  return h(
    "div",
    { class: "message-body" },
    message.is_ephemeral && onlyYou(),
    !isMore && heading(author, message, workspace.names),
    fromThread(message, where, workspace),
    isEditing ? drawEditBox(message, where, workspace) : content(message, where, workspace),
    drawFiles(message.files, workspace.client),
    drawReactions(message, where, workspace),
    drawReplies(message, where, workspace),
  );
}

/**
 * Draws a message of `where` (`{channel, inThread}`); `isMore` leaves out the name, as it continues
 * the one above.
 */
export function drawMessage(message, options) {
  const { where, isMore, isEditing, workspace } = options;
  const author = authorOf(message, workspace.names);
  const looks = [
    "message",
    message.is_ephemeral && "ephemeral",
    message.is_notice && `notice notice-${message.level}`,
    isEditing && "editing",
    isMore && "more",
  ];
  const label = `${author.name}, ${clock(Number(message.ts), workspace.names.locale)}`;
  const article = h(
    "article",
    {
      class: looks.filter(Boolean).join(" "),
      "data-ts": message.ts,
      "aria-label": label,
      tabindex: "-1",
    },
    h("div", { class: "gutter" }, isMore ? time(message, workspace.names) : avatar(author)),
    bodyOf(message, author, options),
  );
  if (!isEditing) addTools(article, message, where, workspace);
  return article;
}
