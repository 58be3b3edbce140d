/** One message of a channel. */
import { drawBlocks } from "./blocks.js";
import { clock, fullTime } from "./dates.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";
import { displayName, standing } from "./names.js";
import { avatar, tag } from "./people.js";
import { textNodes } from "./text.js";

const TOGETHER_S = 300;

/** Who a message is from: `{name, kind, tone, word}`, where `word` is the tag beside the name. */
function authorOf(message, names) {
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
  const isPlain =
    !message.is_ephemeral && !before.is_ephemeral && !message.thread_ts && !before.thread_ts;
  return isPlain && Number(message.ts) - Number(before.ts) < TOGETHER_S;
}

function time(message, names) {
  const at = Number(message.ts);
  return h("time", { class: "time", title: fullTime(at, names.locale) }, clock(at, names.locale));
}

function content(message, channel, workspace) {
  const body = h("div", { class: "content" });
  const surface = workspace.surfaces.of({ type: "message", channel, ts: message.ts });
  if (message.blocks?.length) drawBlocks(body, message.blocks, surface.show(message.blocks));
  else
    body.append(
      h(
        "div",
        { class: "as-typed" },
        textNodes({ type: "mrkdwn", text: message.text ?? "" }, workspace.names),
      ),
    );
  if (message.edited) body.append(h("small", { class: "edited" }, "(edited)"));
  return body;
}

/** The shortcuts of a message, behind a button that shows on hover and focus. */
function tools(message, channel, workspace) {
  const shortcuts = workspace.shortcuts.filter(({ type }) => type === "message");
  if (message.is_ephemeral || !shortcuts.length) return null;
  const items = () => [
    { heading: workspace.app.name },
    ...shortcuts.map((shortcut) => ({
      label: shortcut.name,
      description: shortcut.description,
      onChoose: () => workspace.runShortcut(shortcut, { channel, ts: message.ts }),
    })),
  ];
  const own = {
    class: "button button-icon",
    "aria-label": "More actions",
    "data-focus": `tools/${message.ts}`,
  };
  const button = menuButton(own, items, { label: "More actions", align: "end" }, icon("more"));
  return h("div", { class: "message-tools" }, button);
}

const onlyYou = () => h("p", { class: "only-you" }, icon("eye"), "Only visible to you");

const heading = (author, message, names) =>
  h(
    "header",
    { class: "author" },
    h("strong", {}, author.name),
    author.word && tag(author.word),
    time(message, names),
  );

/** Draws a message; `isMore` leaves out the name, as it continues the one above. */
export function drawMessage(message, { channel, isMore, workspace }) {
  const author = authorOf(message, workspace.names);
  const looks = [
    "message",
    message.is_ephemeral && "ephemeral",
    message.is_notice && `notice notice-${message.level}`,
    isMore && "more",
  ];
  const label = `${author.name}, ${clock(Number(message.ts), workspace.names.locale)}`;
  return h(
    "article",
    {
      class: looks.filter(Boolean).join(" "),
      "data-ts": message.ts,
      "aria-label": label,
      tabindex: "-1",
    },
    h("div", { class: "gutter" }, isMore ? time(message, workspace.names) : avatar(author)),
    h(
      "div",
      { class: "message-body" },
      message.is_ephemeral && onlyYou(),
      !isMore && heading(author, message, workspace.names),
      content(message, channel, workspace),
    ),
    tools(message, channel, workspace),
  );
}
