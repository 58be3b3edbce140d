/** One pane of the split view: a bar that says who one is here, and that person's workspace. */
import { h, uniqueId } from "./dom.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";
import { displayName } from "./names.js";
import { peopleItems, peopleSwitch } from "./people.js";

const iconButton = (label, drawing, onclick) =>
  h(
    "button",
    { type: "button", class: "button button-icon", "aria-label": label, title: label, onclick },
    icon(drawing),
  );

function besideButton(people, onBeside) {
  const label = "Show another person beside";
  return menuButton(
    { class: "button button-icon", "aria-label": label, title: label },
    () => peopleItems(people, onBeside),
    { label, align: "end" },
    icon("plus"),
  );
}

/** A pane around a workspace; its bar is shown once there are several. */
export class Pane {
  constructor() {
    this.id = uniqueId("pane");
    this.bar = h("div", { class: "pane-bar" });
    this.body = h("div", { class: "pane-body" });
    this.node = h("section", { class: "pane", id: this.id }, this.bar, this.body);
  }

  /** Puts a workspace in the place of the one before. */
  hold(workspace) {
    this.workspace?.leave();
    this.workspace = workspace;
    this.node.setAttribute("aria-label", displayName(workspace.me));
    this.body.replaceChildren(workspace.node);
  }

  /** Draws the bar; `onBeside` is null where no more people fit. */
  drawBar({ people, onSwitch, onBeside, onClose }) {
    const { me } = this.workspace;
    this.bar.replaceChildren(
      peopleSwitch({ me, people, onSwitch }),
      ...(onBeside ? [besideButton(people, onBeside)] : []),
      iconButton(`Close the pane of ${displayName(me)}`, "close", onClose),
    );
  }

  leave() {
    this.workspace.leave();
    this.node.remove();
  }
}
