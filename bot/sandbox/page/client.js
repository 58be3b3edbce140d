/** Talks to the workspace's server for one person. Nothing here throws: a failure is an answer. */
const PATIENCE_MS = 20_000;
const PAGE = 60;
const UNREACHABLE = { ok: false, error: "The workspace did not answer. Is it still running?" };

async function ask(path, options = {}) {
  try {
    const reply = await fetch(path, { ...options, signal: AbortSignal.timeout(PATIENCE_MS) });
    return await reply.json();
  } catch {
    return UNREACHABLE;
  }
}

const query = (values) => new URLSearchParams(Object.entries(values).filter(([, value]) => value));

function post(name, body) {
  const headers = { "Content-Type": "application/json" };
  return ask(`/client/${name}`, { method: "POST", headers, body: JSON.stringify(body) });
}

/** All that the page asks of the server before it knows who the person is. */
export const boot = (user) => ask(`/client/boot?${query({ user })}`);

/**
 * What one person can do. Each answers the server's JSON, where `ok: false` means that it failed;
 * `watch` sees each answer and tells the person why, but for what goes on by itself.
 */
export function clientOf(user, watch) {
  const does = (name, body) => watch(post(name, { user, ...body }));
  return {
    /** The newest messages of a channel, or those before a time. */
    history: (channel, before) =>
      watch(ask(`/client/history?${query({ user, channel, before, limit: PAGE })}`)),
    thread: (channel, ts) => watch(ask(`/client/thread?${query({ user, channel, ts })}`)),
    /** `target` is `{channel, thread_ts?}`; `files` are names, sizes and kinds, no content. */
    send: (target, text, more = {}) => does("send", { ...target, text, ...more }),
    edit: (channel, ts, text) => does("edit", { channel, ts, text }),
    remove: (channel, ts) => does("delete", { channel, ts }),
    react: (channel, ts, name, on) => does("react", { channel, ts, name, on }),
    read: (channel, ts) => post("read", { user, channel, ts }),
    openTalk: (other) => does("open_dm", { with: other }),
    act: (container, press) => does("action", { container, ...press }),
    submit: (viewId, state) => does("submit", { view_id: viewId, state }),
    close: (viewId) => post("close", { user, view_id: viewId }),
    shortcut: (callbackId, on = {}) => does("shortcut", { callback_id: callbackId, ...on }),
    home: () => does("home", {}),
    /** Where the content of a file is that this person has before them; none for an odd id. */
    fileAddress: (id) => (/^F[A-Z0-9]+$/.test(id) ? `/files/${id}?${query({ user })}` : null),
    suggest: (container, typing) => does("suggest", { container, ...typing }),
  };
}
