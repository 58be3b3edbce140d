/** The buttons over a message, and the menu that a long press opens on a touch screen. */
import { actionsOf, shortcutsOf } from "./actions.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";

const PRESS_MS = 500;
const STILL_PX = 10;

const shownKey = (key) => ({ delete: "Del" })[key] ?? key?.toUpperCase();

/** The entries of the menu of a message. */
function entries(message, where, workspace, anchor) {
  const shortcuts = shortcutsOf(message, where, workspace);
  const entry = ({ label, description, key, isDanger, onChoose }) => ({
    label,
    description,
    isDanger,
    aside: shownKey(key),
    onChoose: () => onChoose(anchor()),
  });
  return [
    ...actionsOf(message, where, workspace).map(entry),
    ...(shortcuts.length ? [{ heading: workspace.app.name }] : []),
    ...shortcuts.map(entry),
  ];
}

/** Opens the menu where a finger rests for a while. */
function hearLongPress(article, open) {
  let timer = 0;
  let start = null;
  const stop = () => clearTimeout(timer);
  article.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch" || event.target.closest("button, a, input, textarea")) return;
    start = event;
    timer = setTimeout(open, PRESS_MS);
  });
  article.addEventListener("pointermove", (event) => {
    if (start && Math.hypot(event.x - start.x, event.y - start.y) > STILL_PX) stop();
  });
  for (const end of ["pointerup", "pointercancel"]) article.addEventListener(end, stop);
  article.addEventListener("contextmenu", (event) => {
    if (event.pointerType === "touch") event.preventDefault();
  });
}

/** Puts the tools on a message's article; there are none where nothing can be done. */
export function addTools(article, message, where, workspace) {
  const actions = actionsOf(message, where, workspace);
  if (!actions.length) return;
  const anchor = () => article.querySelector(".message-tools .button:last-child");
  const items = () => entries(message, where, workspace, anchor);
  const options = { label: "More actions", align: "end" };
  const button = { class: "button button-icon", tabindex: "-1" };
  const quick = actions
    .filter(({ drawing }) => drawing)
    .map(({ drawing, label, onChoose }) =>
      h(
        "button",
        {
          ...button,
          type: "button",
          "aria-label": label,
          title: label,
          onclick: ({ currentTarget }) => onChoose(currentTarget),
        },
        icon(drawing),
      ),
    );
  const more = menuButton(
    { ...button, "aria-label": "More actions", "data-focus": `tools/${message.ts}` },
    items,
    options,
    icon("more"),
  );
  article.append(h("div", { class: "message-tools" }, quick, more));
  hearLongPress(article, () => more.click());
}
