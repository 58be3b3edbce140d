/** The box in which one changes a message of one's own, in its place. */
import { h } from "./dom.js";
import { whileBusy } from "./elements.js";

/** Slack's text as it was typed: people by handle, channels by name, escapes undone. */
export function asTyped(text, names) {
  return text
    .replace(/<@([UW]\w+)(?:\|[^>]*)?>/g, (whole, id) => {
      const person = names.person(id);
      return person?.name ? `@${person.name}` : whole;
    })
    .replace(/<#(\w+)\|?([^>]*)>/g, (_, id, label) => `#${names.channelName(id, label)}`)
    .replace(/<!(channel|here|everyone)>/g, "@$1")
    .replace(/<((?:https?|mailto):[^|>]+)(?:\|[^>]*)?>/g, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

/** Ends the editing, and gives the keyboard back to the message. */
function end(box, ts, store) {
  const list = box.closest("article")?.parentElement;
  store.dispatch({ type: "editing", ts: null });
  list?.querySelector(`[data-ts="${ts}"]`)?.focus();
}

/** Takes the keyboard once it stands in the page, with the caret at the end. */
function takeKeyboard(box) {
  queueMicrotask(() => {
    box.focus({ preventScroll: true });
    box.setSelectionRange(box.value.length, box.value.length);
    box.scrollIntoView({ block: "nearest" });
  });
}

function makeBox(message, names) {
  return h("textarea", {
    class: "message-box",
    rows: "1",
    "aria-label": "Edit message",
    "data-focus": `edit/${message.ts}`,
    value: asTyped(message.text ?? "", names),
  });
}

/** Draws the box of a message. Enter saves, Escape leaves the message as it was. */
export function drawEditBox(message, { channel }, { client, names, store }) {
  const box = makeBox(message, names);
  const before = box.value;
  const done = () => end(box, message.ts, store);
  const save = async () => {
    const text = box.value.trim();
    if (!text) return;
    const reply = text === before ? {} : await client.edit(channel, message.ts, text);
    if (reply.ok !== false) done();
  };
  const submit = h("button", { type: "submit", class: "button primary" }, h("span", {}, "Save"));
  const cancel = h("button", { type: "button", class: "button", onclick: done }, "Cancel");
  box.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === "Escape") done();
    else if (event.key === "Enter" && !event.shiftKey) whileBusy(submit, save);
    else return;
    event.preventDefault();
  });
  const onsubmit = (event) => {
    event.preventDefault();
    whileBusy(submit, save);
  };
  takeKeyboard(box);
  const buttons = h("div", { class: "edit-buttons" }, cancel, submit);
  return h(
    "form",
    { class: "edit-box", onsubmit },
    h("div", { class: "composer-box" }, box),
    buttons,
  );
}
