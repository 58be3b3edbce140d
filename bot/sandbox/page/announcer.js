/** Says to screen readers what arrives in the open channel or thread. */
import { clock } from "./dates.js";
import { h } from "./dom.js";
import { authorOf } from "./message.js";
import { parse } from "./mrkdwn.js";
import { plainText } from "./plain.js";
import { openChannel } from "./store.js";

const MOST_LETTERS = 240;

function sentence(message, names) {
  const words = plainText(parse(message.text ?? "")).slice(0, MOST_LETTERS);
  const only = message.is_ephemeral && !message.is_notice ? " only to you" : "";
  const { name } = authorOf(message, names);
  return `${name}${only}, ${clock(Number(message.ts), names.locale)}: ${words}`;
}

/** Makes the region and the function that hears what is pushed: `{node, hear(event)}`. */
export function makeAnnouncer({ store, names }) {
  const node = h("p", { class: "for-readers", role: "status", "aria-live": "polite" });
  const hear = ({ type, channel, message }) => {
    const isHere = type === "message" && channel === openChannel(store.get());
    if (isHere && message.user !== names.me) node.textContent = sentence(message, names);
  };
  return { node, hear };
}
