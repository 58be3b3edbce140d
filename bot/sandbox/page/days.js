/** The items of a log: a heading for each day, the "New" line, and the messages. */
import { dayName, dayOf } from "./dates.js";
import { h } from "./dom.js";
import { continues, drawMessage } from "./message.js";

function dayItem(ts, locale) {
  const now = Date.now() / 1000;
  const draw = () => h("h2", { class: "day" }, h("span", {}, dayName(Number(ts), locale, now)));
  return { key: `day/${dayOf(Number(ts))}`, marks: [dayOf(now)], draw };
}

const newItem = {
  key: "new",
  marks: [],
  draw: () => h("p", { class: "new-line", role: "separator" }, h("span", {}, "New")),
};

const dayKey = (message) => message && dayOf(Number(message.ts));

/** Whether the "New" line stands before a message: the first one of others after `line`. */
function isFirstNew(message, before, line, me) {
  const isNew = (one) => one && Number(one.ts) > Number(line) && one.user !== me;
  return line !== null && isNew(message) && !isNew(before);
}

/** A message of a place `{channel, inThread}` as an item. */
export function messageItem(message, before, where, workspace) {
  const isMore = dayKey(message) === dayKey(before) && continues(message, before);
  const isEditing = workspace.store.get().editing === message.ts;
  return {
    key: `${where.channel}/${message.ts}`,
    marks: [message, isMore, isEditing],
    draw: () => drawMessage(message, { where, isMore, isEditing, workspace }),
  };
}

/** The items of the messages from `from` to `to`; `line` is the time after which all is new. */
export function dayItems(messages, { from, to }, { where, line = null, workspace }) {
  const items = [];
  let isMarked = false;
  for (let at = from; at < to; at += 1) {
    const [message, before] = [messages[at], messages[at - 1]];
    if (dayKey(message) !== dayKey(before) || at === from)
      items.push(dayItem(message.ts, workspace.names.locale));
    const isNew = !isMarked && isFirstNew(message, before, line, workspace.me.id);
    if (isNew) items.push(newItem);
    isMarked ||= isNew;
    items.push(messageItem(message, isNew ? null : before, where, workspace));
  }
  return items;
}
