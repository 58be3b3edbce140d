/** The line under a message that has replies: faces, how many, when the last one came. */
import { clock, dayName, dayOf } from "./dates.js";
import { h } from "./dom.js";
import { avatar } from "./people.js";

const MOST_FACES = 4;

/** "1 reply", "3 replies". */
export const countWords = (count) => (count === 1 ? "1 reply" : `${count} replies`);

function lastWords(ts, locale) {
  const [at, now] = [Number(ts), Date.now() / 1000];
  const isToday = dayOf(at) === dayOf(now);
  return isToday ? `today at ${clock(at, locale)}` : dayName(at, locale, now).toLowerCase();
}

/** The line, or null where there are no replies. */
export function drawReplies(message, { channel, inThread }, workspace) {
  if (inThread || !message.reply_count) return null;
  const { names } = workspace;
  const faces = (message.reply_users ?? [])
    .slice(0, MOST_FACES)
    .map((id) => avatar({ ...names.person(id), name: names.personName(id) }));
  const last =
    message.latest_reply &&
    h("span", { class: "replies-last" }, `Last ${lastWords(message.latest_reply, names.locale)}`);
  return h(
    "button",
    {
      type: "button",
      class: "replies",
      "data-focus": `replies/${message.ts}`,
      onclick: () => workspace.openThread(channel, message.ts),
    },
    h("span", { class: "faces" }, faces),
    h("strong", {}, countWords(message.reply_count)),
    last,
  );
}
