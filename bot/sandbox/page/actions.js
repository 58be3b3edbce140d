/** What one can do with a message: react, reply, copy, edit, delete, and the app's shortcuts. */
import { askFirst } from "./confirm.js";
import { clock } from "./dates.js";
import { parse } from "./mrkdwn.js";
import { plainText } from "./plain.js";
import { chooseReaction } from "./reactions.js";

const plain = (text) => ({ type: "plain_text", text });

async function remove(message, { channel }, workspace) {
  const at = clock(Number(message.ts), workspace.names.locale);
  const question = {
    title: plain("Delete this message?"),
    text: plain(`Your message of ${at} goes for everyone. It can’t be brought back.`),
    confirm: plain("Delete"),
    style: "danger",
  };
  if (await askFirst(question, workspace)) await workspace.client.remove(channel, message.ts);
}

/** The words of a message, with names in place of ids. */
function wordsOf(message, names) {
  const tokens = parse(message.text ?? "");
  const named = tokens.map((token) => {
    if (token.type === "user") return { text: `@${names.personName(token.id, token.label)}` };
    if (token.type === "channel") return { text: `#${names.channelName(token.id, token.label)}` };
    return token;
  });
  return plainText(named);
}

async function copy(message, { stage, names }) {
  try {
    await navigator.clipboard.writeText(wordsOf(message, names));
    stage.say("Copied.");
  } catch {
    // The browser may forbid it, for a page without focus for one.
    stage.say("The browser does not let this page copy.", "warning");
  }
}

/** Whether the reader may change a message: their own, and not written by an app. */
export const isOwn = (message, { me }) =>
  message.can_edit ?? (message.user === me.id && !message.bot_id && !message.is_ephemeral);

const shared = (message, where, workspace) => [
  {
    key: "r",
    drawing: "smile",
    label: "Add a reaction",
    onChoose: (anchor) => chooseReaction(anchor, message, where, workspace),
  },
  !where.inThread && {
    key: "t",
    drawing: "thread",
    label: "Reply in thread",
    onChoose: () => workspace.openThread(where.channel, message.thread_ts ?? message.ts),
  },
];

const own = (message, where, workspace) => [
  {
    key: "e",
    label: "Edit message",
    onChoose: () => workspace.store.dispatch({ type: "editing", ts: message.ts }),
  },
  {
    key: "delete",
    label: "Delete message…",
    isDanger: true,
    onChoose: () => remove(message, where, workspace),
  },
];

/**
 * What can be done with a message of `where`: `{label, onChoose(anchor), key?, drawing?, isDanger?}`.
 * Those with a drawing have a button of their own.
 */
export function actionsOf(message, where, workspace) {
  if (!message || message.is_notice || message.subtype === "tombstone") return [];
  const isKept = !message.is_ephemeral;
  return [
    ...(isKept ? shared(message, where, workspace) : []),
    { key: "c", label: "Copy text", onChoose: () => copy(message, workspace) },
    ...(isKept && isOwn(message, workspace) ? own(message, where, workspace) : []),
  ].filter(Boolean);
}

/** The app's shortcuts of a message, as `actionsOf` answers. */
export function shortcutsOf(message, { channel }, workspace) {
  if (message.is_ephemeral || message.is_notice) return [];
  return workspace.shortcuts
    .filter(({ type }) => type === "message")
    .map((shortcut) => ({
      label: shortcut.name,
      description: shortcut.description,
      onChoose: () => workspace.runShortcut(shortcut, { channel, ts: message.ts }),
    }));
}
