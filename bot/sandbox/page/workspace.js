/** One person's workspace: its parts, put together around one store, on one stage. */
import { makeAnnouncer } from "./announcer.js";
import { makeChannel } from "./channel.js";
import { boot, clientOf } from "./client.js";
import { makeComposer } from "./composer.js";
import { h } from "./dom.js";
import { makeDrawer } from "./drawer.js";
import { makeHeading, placeName } from "./heading.js";
import { makeHint } from "./hint.js";
import { makeHome } from "./home.js";
import { listen } from "./live.js";
import { threadKey } from "./lists.js";
import { makeModals } from "./modal.js";
import { displayName, makeNames, withTones } from "./names.js";
import { followReading } from "./reading.js";
import { makeExplainer } from "./refusals.js";
import { makeSidebar } from "./sidebar.js";
import { skipLink } from "./skip.js";
import { makeStage } from "./stage.js";
import { beginning, createStore, openChannel } from "./store.js";
import { Surfaces } from "./surface.js";
import { makeThread } from "./thread.js";

async function readHistory({ client, store }, channel) {
  const { messages, has_more: more } = await client.history(channel);
  if (messages) store.dispatch({ type: "history", channel, messages, has_more: more });
}

async function readThread({ client, store }, channel, ts) {
  const { messages } = await client.thread(channel, ts);
  if (messages) store.dispatch({ type: "thread", channel, ts, messages });
}

/** Whether a notice stands in its channel, as a failed command does; a failed click is a note. */
const isLine = ({ channel, level }) => channel && level === "error";

/** What happened while there was no line to the server: other channels perhaps, and messages. */
async function catchUp(workspace, wasLost) {
  const { store, me } = workspace;
  const answer = wasLost ? await boot(me.id) : {};
  if (answer.channels) store.dispatch({ type: "rooms", channels: answer.channels });
  const { more, threads } = store.get();
  for (const channel of Object.keys(more)) readHistory(workspace, channel);
  for (const key of Object.keys(threads)) readThread(workspace, ...key.split("/"));
}

/** What is pushed: some notices are notes, the rest changes the state. */
function hear(workspace, event) {
  const { store, explainer, stage, announcer } = workspace;
  const { connected } = store.get();
  if (event.type === "notice") explainer.heard();
  if (event.type === "notice" && !isLine(event)) stage.say(event.text, event.level);
  else store.dispatch(event);
  announcer.hear(event);
  if (event.type === "connected" && event.connected) catchUp(workspace, connected === false);
}

/** The part in the middle: what is open, and the box to write in. */
function makeMain(workspace, drawerButton) {
  const composer = makeComposer(workspace);
  const home = makeHome(workspace);
  const channel = makeChannel(workspace);
  const hint = workspace.hasHome && makeHint(workspace.demo);
  const foot = h("div", { class: "main-foot" }, hint, composer.node);
  workspace.store.subscribe((state, before) => {
    if (state.place === before.place) return;
    channel.hidden = foot.hidden = state.place.kind !== "channel";
    home.hidden = state.place.kind !== "home";
  });
  const label = `What ${displayName(workspace.me)} has open`;
  const parts = [makeHeading(workspace, drawerButton), channel, home, foot];
  return { node: h("section", { class: "main", "aria-label": label }, parts), composer, home };
}

/** Says where the keyboard goes by itself. */
function settleFocus(workspace, main, thread) {
  const { store } = workspace;
  workspace.resting = () => {
    const { place } = store.get();
    if (place.thread) return thread.composer.box;
    return place.kind === "channel" ? main.composer.box : main.home;
  };
  workspace.focusNewest = (inThread) =>
    [...(inThread ? thread : main).node.querySelectorAll("article")].at(-1)?.focus();
}

function makeParts(workspace) {
  const { announcer, me, ownTeam, stage, store } = workspace;
  const sidebar = makeSidebar(workspace);
  const thread = makeThread(workspace);
  const drawer = makeDrawer(sidebar);
  const main = makeMain(workspace, drawer.button);
  drawer.cover([main.node, thread.node]);
  store.subscribe((state, before) => state.place !== before.place && drawer.close());
  makeModals(workspace);
  drawer.watch(stage.node);
  settleFocus(workspace, main, thread);
  const skip = skipLink(() => workspace.resting());
  const title = h("h1", { class: "for-readers" }, `${ownTeam.name}: ${displayName(me)}`);
  const bars = [title, skip, sidebar, drawer.shade];
  stage.floor.append(...bars, main.node, thread.node, announcer.node);
}

/** The person's workspace as its parts know it. */
function together(answer, { onGo, onBecome, onBeside }) {
  const given = { ...answer, people: withTones(answer.people) };
  const mine = given.people.find(({ id }) => id === given.me.id) ?? given.me;
  const stage = makeStage();
  const explainer = makeExplainer((sentence) => stage.say(sentence, "error"));
  const client = clientOf(given.me.id, explainer.watch);
  const store = createStore(beginning(given.channels));
  const names = makeNames({ ...given, rooms: () => store.get().rooms });
  const here = () => openChannel(store.get());
  const surfaces = new Surfaces({ names, client, stage, here });
  return {
    ...given,
    me: mine,
    ownTeam: mine.team?.name ? mine.team : given.team,
    hasHome: !mine.is_outsider,
    ...{ names, store, client, explainer, surfaces, stage },
    announcer: makeAnnouncer({ store, names }),
    runShortcut: ({ callback_id: id }, on) => client.shortcut(id, on),
    go: onGo,
    become: onBecome,
    onBeside,
    openThread: (channel, ts) => onGo({ kind: "channel", channel, ...(ts && { thread: ts }) }),
    openTalk: (other) => openTalk({ client, store, go: onGo }, other),
  };
}

async function openTalk({ client, store, go }, other) {
  const { channel } = await client.openTalk(other);
  if (!channel) return;
  if (channel.id) store.dispatch({ type: "channel_opened", channel });
  go({ kind: "channel", channel: channel.id ?? channel });
}

/** Gives the keyboard to where one writes; on a touch screen that would bring up its keyboard. */
function takeFocus(workspace) {
  if (openChannel(workspace.store.get()) && matchMedia("(hover: hover)").matches)
    workspace.resting().focus();
}

/** Reads what a place shows and wasn't read yet. */
function readPlace(workspace, { channel, thread }) {
  const { more, threads } = workspace.store.get();
  if (channel && !(channel in more)) readHistory(workspace, channel);
  if (thread && !threads[threadKey(channel, thread)]) readThread(workspace, channel, thread);
}

/**
 * Makes the workspace of the person of `answer` (what `boot` gave). `onGo(place)`, `onBecome(user)`
 * and `onBeside(person)` hear where and who the person wants to be, and who to show beside.
 * Answers `{node, me, names, team, show(place), place(), placeName(), focus(), seen(), leave()}`.
 */
export function openWorkspace(answer, handlers) {
  const workspace = together(answer, handlers);
  const { me, names, stage, store } = workspace;
  makeParts(workspace);
  const reading = followReading(workspace, () => stage.node.checkVisibility());
  const stop = listen(me.id, (event) => hear(workspace, event));
  return {
    node: stage.node,
    me,
    names,
    team: workspace.ownTeam.name,
    place: () => store.get().place,
    placeName: () => placeName(workspace, store.get()),
    focus: () => takeFocus(workspace),
    /** The pane came into sight. */
    seen: reading.tell,
    show(place, { quietly = false } = {}) {
      store.dispatch({ type: "went", place });
      readPlace(workspace, place);
      if (!quietly) takeFocus(workspace);
    },
    leave() {
      stop();
      reading.stop();
    },
  };
}
