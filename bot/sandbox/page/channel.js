/** The messages of the open channel, day by day, newest at the bottom. */
import { dayName, dayOf } from "./dates.js";
import { h, syncChildren } from "./dom.js";
import { keepFocus } from "./focus.js";
import { icon } from "./icons.js";
import { continues, drawMessage } from "./message.js";
import { openChannel, threads } from "./store.js";

const NEAR_PX = 120;

function dayItem(day, ts, locale) {
  const now = Date.now() / 1000;
  const draw = () => h("h2", { class: "day" }, h("span", {}, dayName(Number(ts), locale, now)));
  return { key: `day/${day}`, marks: [dayOf(now)], draw };
}

function drawThread({ message, replies }, isMore, channel, workspace) {
  const drawn = drawMessage(message, { channel, isMore, workspace });
  if (!replies.length) return drawn;
  const words = replies.length === 1 ? "1 reply" : `${replies.length} replies`;
  const under = replies.map((reply, at) =>
    drawMessage(reply, { channel, isMore: continues(reply, replies[at - 1]), workspace }),
  );
  const list = h(
    "section",
    { class: "replies", "aria-label": words },
    h("p", { class: "replies-count" }, words),
    under,
  );
  return h("div", { class: "thread" }, drawn, list);
}

/** The items of the log: a heading for each day, and the threads of that day. */
function items(messages, channel, workspace) {
  let last = null;
  return threads(messages).flatMap((thread) => {
    const { message, replies } = thread;
    const day = dayOf(Number(message.ts));
    const isNewDay = !last || dayOf(Number(last.ts)) !== day;
    const isMore = !isNewDay && continues(message, last);
    last = message;
    const draw = () => drawThread(thread, isMore, channel, workspace);
    const item = { key: `${channel}/${message.ts}`, marks: [message, isMore, ...replies], draw };
    return isNewDay ? [dayItem(day, message.ts, workspace.names.locale), item] : [item];
  });
}

function nothing(channel, { app, commands }) {
  const more = commands.length ? ` Type / to see what ${app.name} can do.` : "";
  const draw = () => h("p", { class: "nothing" }, `Nothing here yet.${more}`);
  return { key: `nothing/${channel}`, marks: [], draw };
}

/** Where the focus goes when what had it is gone: the message it was in. */
const sameMessage = (log) => (active) => {
  const ts = active.closest("[data-ts]")?.dataset.ts;
  return () => ts && log.querySelector(`[data-ts="${ts}"]`);
};

/** Goes to the newest message: to its end, or to its beginning when it doesn't fit. */
function showNewest(log, isAdded) {
  const newest = log.lastElementChild;
  const isTall = isAdded && newest.offsetHeight > log.clientHeight;
  log.scrollTop = isTall ? newest.offsetTop : log.scrollHeight;
}

/** What happened at the end of the channel: `isAdded`, and `isAnswer` when the reader caused it. */
function arrival(messages, before, me) {
  const last = messages.at(-1);
  const isAdded = Boolean(before && last) && last.ts !== before.at(-1)?.ts;
  return { isAdded, isAnswer: isAdded && (last.user === me.id || Boolean(last.is_ephemeral)) };
}

/** Makes the log; it stays at the newest message unless the reader has scrolled up. */
export function makeChannel(workspace) {
  const log = h("div", { class: "log", role: "log", "aria-label": "Messages", tabindex: "0" });
  const toEnd = () => log.scrollTo({ top: log.scrollHeight });
  const pill = h(
    "button",
    { type: "button", class: "to-end", hidden: true, onclick: toEnd },
    icon("down"),
    "New messages",
  );
  const isNearEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX;
  log.addEventListener("scroll", () => isNearEnd() && (pill.hidden = true), { passive: true });

  const draw = (state, before) => {
    const channel = openChannel(state);
    if (!channel) return;
    const messages = state.messages[channel] ?? [];
    const { isAdded, isAnswer } = arrival(messages, before.messages[channel], workspace.me);
    const isElsewhere = channel !== openChannel(before);
    const follows = isElsewhere || isAnswer || isNearEnd();
    const shown =
      messages.length || !state.messages[channel]
        ? items(messages, channel, workspace)
        : [nothing(channel, workspace)];
    keepFocus(log, () => syncChildren(log, shown), sameMessage(log));
    if (follows) showNewest(log, isAdded && !isElsewhere);
    else if (isAdded) pill.hidden = false;
  };
  workspace.store.subscribe((state, before) => {
    const isSame = state.place === before.place && state.messages === before.messages;
    if (!isSame) draw(state, before);
  });
  return h("div", { class: "log-frame" }, log, pill);
}
