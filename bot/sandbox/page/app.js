/** The page: reads its address, starts the workspace of that person, follows back and forward. */
import { boot } from "./client.js";
import { h } from "./dom.js";
import { sentenceFor } from "./refusals.js";
import { addressOf, placeFor, readRoute } from "./route.js";
import { openWorkspace } from "./workspace.js";

const root = document.querySelector("#app");
const STRANGER =
  "Nobody here has that id. Open the address without “user” to begin as the first person.";
let current = null;

function refuse(sentence) {
  const again = h(
    "button",
    { type: "button", class: "button primary", onclick: start },
    "Try again",
  );
  root.replaceChildren(
    h(
      "main",
      { class: "trouble" },
      h("h1", {}, "The workspace can’t be shown"),
      h("p", {}, sentence),
      again,
    ),
  );
}

function go(place) {
  history.pushState(null, "", addressOf(current.user, place));
  current.workspace.show(place);
}

function become(user) {
  history.pushState(null, "", addressOf(user, current.workspace.place()));
  start();
}

/** Shows what the address asks for. */
async function start() {
  current?.workspace.leave();
  current = null;
  const asked = readRoute(location.search);
  const answer = await boot(asked.user);
  if (answer.ok === false) {
    refuse(asked.user && answer.error === "not_found" ? STRANGER : sentenceFor(answer.error));
    return;
  }
  const user = answer.me.id;
  const place = placeFor(asked.place, answer.channels);
  history.replaceState(null, "", addressOf(user, place));
  current = {
    user,
    workspace: openWorkspace(root, { boot: answer, place, onGo: go, onBecome: become }),
  };
}

window.addEventListener("popstate", () => {
  const { user, place } = readRoute(location.search);
  if (user === current?.user && place) current.workspace.show(place);
  else start();
});

start();
