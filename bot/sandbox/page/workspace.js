/** One person's workspace: its parts, put together around one store. */
import { makeChannel } from "./channel.js";
import { clientOf } from "./client.js";
import { makeComposer } from "./composer.js";
import { h } from "./dom.js";
import { makeDrawer } from "./drawer.js";
import { makeHeading } from "./heading.js";
import { makeHome } from "./home.js";
import { listen } from "./live.js";
import { makeModals } from "./modal.js";
import { makeNames, withTones } from "./names.js";
import { makeExplainer } from "./refusals.js";
import { makeSidebar } from "./sidebar.js";
import { createStore, EMPTY, openChannel } from "./store.js";
import { Surfaces } from "./surface.js";
import { clearToasts, toast } from "./toast.js";

async function readHistory({ client, store }, channel) {
  const { messages } = await client.history(channel);
  if (messages) store.dispatch({ type: "history", channel, messages });
}

/** Whether a notice stands in its channel, as a failed command does; a failed click is a toast. */
const isLine = ({ channel, level }) => channel && level === "error";

/** What is pushed: some notices are toasts, the rest changes the state. */
function hear(workspace, event) {
  const { store, explainer } = workspace;
  if (event.type === "notice") explainer.heard();
  if (event.type === "notice" && !isLine(event)) toast(event.text, event.level);
  else store.dispatch(event);
  // What happened while there was no line is in the history.
  if (event.type === "connected" && event.connected)
    for (const channel of Object.keys(store.get().messages)) readHistory(workspace, channel);
}

function makeParts(workspace) {
  const sidebar = makeSidebar(workspace);
  const main = h("main", { class: "main" });
  const drawer = makeDrawer(sidebar, main);
  const composer = makeComposer(workspace);
  const home = makeHome(workspace);
  const channel = makeChannel(workspace);
  main.append(makeHeading(workspace, drawer.button), channel, composer.node, home);
  workspace.store.subscribe((state, before) => {
    if (state.place === before.place) return;
    channel.hidden = state.place.kind !== "channel";
    home.hidden = state.place.kind !== "home";
    drawer.close();
  });
  workspace.resting = () => (composer.node.hidden ? home : composer.box);
  return [sidebar, drawer.shade, main, makeModals(workspace)];
}

/**
 * Shows a workspace in `root` for the person of `boot` (the server's answer) at `place`.
 * `onGo(place)` and `onBecome(user)` hear where and who the person wants to be.
 * Answers `{show(place), place(), leave()}`.
 */
export function openWorkspace(root, { boot: answer, place, onGo, onBecome }) {
  const boot = { ...answer, people: withTones(answer.people) };
  const explainer = makeExplainer((sentence) => toast(sentence, "error"));
  const client = clientOf(boot.me.id, explainer.watch);
  const names = makeNames(boot);
  const store = createStore(EMPTY);
  const directory = { names, people: boot.people, channels: boot.channels };
  const runShortcut = ({ callback_id: id }, on) => client.shortcut(id, on);
  const surfaces = new Surfaces({ directory, client });
  const own = {
    names,
    store,
    client,
    explainer,
    surfaces,
    runShortcut,
    go: onGo,
    become: onBecome,
  };
  const workspace = { ...boot, ...own };
  clearToasts();
  root.replaceChildren(h("div", { class: "workspace" }, makeParts(workspace)));

  const show = (next) => {
    store.dispatch({ type: "went", place: next });
    const channel = openChannel(store.get());
    if (channel && !store.get().messages[channel]) readHistory(workspace, channel);
    // On a touch screen the focus would bring up the keyboard.
    if (channel && matchMedia("(hover: hover)").matches) workspace.resting().focus();
  };
  show(place);
  const leave = listen(boot.me.id, (event) => hear(workspace, event));
  return { show, leave, place: () => store.get().place };
}
