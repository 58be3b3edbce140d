/** The question that comes before something is done. */
import { h, uniqueId } from "./dom.js";
import { wordsOf } from "./plain.js";
import { textNodes } from "./text.js";

function dialogOf(confirm, names, onAnswer) {
  const id = uniqueId("confirm");
  const button = (text, kind, answer) =>
    h("button", { type: "button", class: `button ${kind}`, onclick: () => onAnswer(answer) }, text);
  const style = confirm.style === "danger" ? "danger" : "primary";
  return h(
    "dialog",
    {
      class: "modal confirm",
      role: "alertdialog",
      "aria-labelledby": `${id}-title`,
      "aria-describedby": `${id}-text`,
    },
    h("h2", { id: `${id}-title`, class: "modal-title" }, wordsOf(confirm.title, "Are you sure?")),
    h(
      "div",
      { id: `${id}-text`, class: "modal-body as-typed" },
      confirm.text && textNodes(confirm.text, names),
    ),
    h(
      "div",
      { class: "modal-foot" },
      button(wordsOf(confirm.deny, "Cancel"), "", false),
      button(wordsOf(confirm.confirm, "Yes"), style, true),
    ),
  );
}

/** Asks on the stage and answers whether to go on; true at once when there is nothing to ask. */
export function askFirst(confirm, { stage, names }) {
  if (!confirm) return Promise.resolve(true);
  const before = document.activeElement;
  return new Promise((resolve) => {
    const answer = (said) => {
      close();
      if (before?.isConnected) before.focus();
      resolve(said);
    };
    const dialog = dialogOf(confirm, names, answer);
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape") answer(false);
      event.stopPropagation();
    });
    const close = stage.lay(dialog);
    dialog.querySelector(".modal-foot .button").focus();
  });
}
