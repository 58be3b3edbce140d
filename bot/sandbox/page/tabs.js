/** The tabs over panes that don't fit beside each other. */
import { h } from "./dom.js";

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

/** Makes the tabs: `{node, draw(faces, at)}`, where a face is `{id, name, face}` of a pane. */
export function makeTabs(onPick) {
  const node = h("div", { class: "pane-tabs", role: "tablist", "aria-label": "People" });
  const tab = ({ id, name, face }, place, at) =>
    h(
      "button",
      {
        type: "button",
        role: "tab",
        class: "pane-tab",
        "aria-selected": String(place === at),
        "aria-controls": id,
        tabindex: place === at ? "0" : "-1",
        onclick: () => onPick(place),
      },
      face,
      h("span", {}, name),
    );
  const focus = () => node.querySelector("[aria-selected=true]")?.focus();
  node.addEventListener("keydown", (event) => {
    const tabs = [...node.children];
    const next = tabs.indexOf(document.activeElement) + (STEPS[event.key] ?? 0);
    if (!(event.key in STEPS) || !tabs[next]) return;
    event.preventDefault();
    onPick(next);
    focus();
  });
  return {
    node,
    draw(faces, at) {
      const held = node.contains(document.activeElement);
      node.hidden = !faces.length;
      node.replaceChildren(...faces.map((face, place) => tab(face, place, at)));
      if (held) focus();
    },
  };
}
