/** Ways past the bars: the link that shows when one comes with Tab, and F6 from part to part. */
import { h } from "./dom.js";

/** A link, seen only while it has the focus, that takes the keyboard to the message box. */
export function skipLink(target) {
  const skip = (event) => {
    event.preventDefault();
    target().focus();
  };
  return h("a", { class: "skip", href: "#", onclick: skip }, "Skip to the message box");
}

/** What one lands on in each part of a pane, in order. */
const STOPS = [
  [".sidebar [aria-current]", ".sidebar a"],
  [".main .log", ".main .home"],
  [".main .message-box"],
  [".thread .log"],
  [".thread .message-box"],
];

const canReach = (node) =>
  node.checkVisibility({ visibilityProperty: true }) && !node.closest("[inert]");

/** The stops of a pane that can be reached now. */
const stopsOf = (pane) =>
  STOPS.map((selectors) =>
    selectors.map((one) => pane.querySelector(one)).find((node) => node && canReach(node)),
  ).filter(Boolean);

/** The next stop after the one that has the focus, or before it; round the ends. */
function nextStop(root, active, isBack) {
  const stops = [...root.querySelectorAll(".stage")].flatMap(stopsOf);
  if (isBack) stops.reverse();
  const follows = isBack ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
  const isAfter = (stop) => active.compareDocumentPosition(stop) & follows;
  return stops.find((stop) => isAfter(stop) && !stop.contains(active)) ?? stops[0];
}

/** Lets F6 and Shift F6 go from part to part, across all panes. */
export function hearParts(root) {
  root.addEventListener("keydown", (event) => {
    if (event.key !== "F6" || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    nextStop(root, document.activeElement, event.shiftKey)?.focus();
  });
}
