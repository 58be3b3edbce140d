/** Reactions under a message, and the small picker that adds one. */
import { askedEmoji, emojiFor, REACTIONS } from "./emoji.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { listed } from "./names.js";
import { showPopup } from "./popup.js";

const COLUMNS = 8;

const shown = (name) => emojiFor(name) ?? `:${name}:`;

function toggle(message, name, { channel }, { client, names }) {
  const given = message.reactions?.find((one) => one.name === name)?.users ?? [];
  return client.react(channel, message.ts, name, !given.includes(names.me));
}

function pill({ name, users }, message, where, workspace) {
  const isMine = users.includes(workspace.names.me);
  const who = `${listed(users, workspace.names)} reacted with :${name}:`;
  const attributes = {
    type: "button",
    class: "reaction",
    "aria-pressed": String(isMine),
    "aria-label": who,
    title: who,
    "data-focus": `reaction/${message.ts}/${name}`,
    onclick: () => toggle(message, name, where, workspace),
  };
  return h(
    "button",
    attributes,
    h("span", { class: "emoji" }, shown(name)),
    h("span", {}, String(users.length)),
  );
}

/** The reactions of a message, or null where there are none. */
export function drawReactions(message, where, workspace) {
  if (!message.reactions?.length) return null;
  const add = {
    type: "button",
    class: "reaction",
    "aria-label": "Add a reaction",
    onclick: ({ currentTarget }) => chooseReaction(currentTarget, message, where, workspace),
  };
  return h(
    "div",
    { class: "reactions" },
    message.reactions.map((reaction) => pill(reaction, message, where, workspace)),
    h("button", add, icon("smile")),
  );
}

/** The button a key leads to in the grid. */
function target(key, buttons, at) {
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[key];
  return step && buttons[at + step];
}

function grid(names, onChoose) {
  const draw = (name) =>
    h(
      "button",
      {
        type: "button",
        class: "emoji-choice",
        "aria-label": name.replaceAll("_", " "),
        title: `:${name}:`,
        onclick: () => onChoose(name),
      },
      emojiFor(name),
    );
  return names.map(draw);
}

/** Opens the picker beside `anchor`; what is chosen is added, or taken back when it is there. */
export function chooseReaction(anchor, message, where, workspace) {
  const before = document.activeElement;
  const close = () => {
    hide();
    (before?.isConnected ? before : anchor).focus({ preventScroll: true });
  };
  const choose = (name) => {
    close();
    toggle(message, name, where, workspace);
  };
  const cells = h("div", { class: "emoji-grid" }, grid(REACTIONS, choose));
  const search = h("input", {
    type: "text",
    class: "field",
    placeholder: "Search reactions",
    "aria-label": "Search reactions",
    oninput: () => cells.replaceChildren(...grid(askedEmoji(search.value), choose)),
  });
  const picker = h(
    "div",
    { class: "popup emoji-picker", role: "dialog", "aria-label": "Add a reaction" },
    search,
    cells,
  );
  picker.addEventListener("keydown", (event) => {
    event.stopPropagation();
    const buttons = [...cells.children];
    const at = buttons.indexOf(document.activeElement);
    const next = at < 0 ? event.key === "ArrowDown" && buttons[0] : target(event.key, buttons, at);
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && at < 0) buttons[0]?.click();
    else if (next) next.focus();
    else if (event.key === "ArrowUp" && at >= 0) search.focus();
    else return;
    event.preventDefault();
  });
  const hide = showPopup(picker, anchor, { align: "end", onDismiss: close });
  search.focus();
}
