/** Talks to the workspace's server for one person. Nothing here throws: a failure is an answer. */
const PATIENCE_MS = 20_000;
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

function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
}

/** All that the page asks of the server before it knows who the person is. */
export const boot = (user) => ask(`/client/boot?${query({ user })}`);

/**
 * What one person can do. Each answers the server's JSON, where `ok: false` means that it failed;
 * `watch` sees each answer and tells the person why, but for closing a view that is already gone.
 */
export const clientOf = (user, watch) => ({
  history: (channel) => watch(ask(`/client/history?${query({ user, channel })}`)),
  send: (channel, text) => watch(post("/client/send", { user, channel, text })),
  act: (container, press) => watch(post("/client/action", { user, container, ...press })),
  submit: (viewId, state) => watch(post("/client/submit", { user, view_id: viewId, state })),
  close: (viewId) => post("/client/close", { user, view_id: viewId }),
  shortcut: (callbackId, on = {}) =>
    watch(post("/client/shortcut", { user, callback_id: callbackId, ...on })),
  home: () => watch(post("/client/home", { user })),
  suggest: (container, typing) => watch(post("/client/suggest", { user, container, ...typing })),
});
