/** The question an element may ask before it acts. */
import { h, uniqueId } from "./dom.js";
import { wordsOf } from "./plain.js";
import { textNodes } from "./text.js";

function dialogOf(confirm, names, onAnswer) {
  const id = uniqueId("confirm");
  const button = (text, kind, answer) =>
    h("button", { type: "button", class: `button ${kind}`, onclick: () => onAnswer(answer) }, text);
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
      { id: `${id}-text`, class: "modal-body" },
      confirm.text && textNodes(confirm.text, names),
    ),
    h(
      "div",
      { class: "modal-foot" },
      button(wordsOf(confirm.deny, "Cancel"), "", false),
      button(
        wordsOf(confirm.confirm, "Yes"),
        confirm.style === "danger" ? "danger" : "primary",
        true,
      ),
    ),
  );
}

/** Asks and answers whether to go on; true at once when there is nothing to ask. */
export function askFirst(confirm, names) {
  if (!confirm) return Promise.resolve(true);
  return new Promise((resolve) => {
    let said = false;
    const dialog = dialogOf(confirm, names, (answer) => {
      said = answer;
      dialog.close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(said);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
