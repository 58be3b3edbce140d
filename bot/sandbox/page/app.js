/** The page: reads its address, shows the people it names, follows back and forward. */
import { h } from "./dom.js";
import { Panes } from "./panes.js";
import { sentenceFor } from "./refusals.js";
import { addressOf, readRoute } from "./route.js";
import { hearParts } from "./skip.js";
import { applyTheme } from "./theme.js";

const root = document.querySelector("#app");
const STRANGER =
  "Nobody here has that name. Open the address without “user” to begin as the first person.";
let panes = null;

function refuse(sentence) {
  panes = null;
  const again = { type: "button", class: "button primary", onclick: start };
  root.replaceChildren(
    h(
      "main",
      { class: "trouble" },
      h("h1", {}, "The workspace can’t be shown"),
      h("p", {}, sentence),
      h("button", again, "Try again"),
    ),
  );
}

/** Writes the address of where everybody is now. */
function moved(isNew) {
  document.title = panes.title;
  const address = addressOf(panes.asked);
  if (address === location.search) return;
  history[isNew ? "pushState" : "replaceState"](null, "", address);
}

/** Shows what the address asks for. */
async function start() {
  panes ??= new Panes(root, moved);
  const asked = readRoute(location.search);
  const error = await panes.show(asked);
  if (error) refuse(asked[0].who && error === "not_found" ? STRANGER : sentenceFor(error));
  else moved(false);
}

applyTheme();
hearParts(document.body);
window.addEventListener("popstate", start);
start();
