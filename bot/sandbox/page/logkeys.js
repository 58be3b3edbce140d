/** The keyboard in a list of messages: arrows from one to the next, letters for what can be done. */
import { actionsOf } from "./actions.js";

const REACHED = "a, button, input, textarea, [tabindex]";

/** Which message a key leads to: from the list itself the newest. */
function target(key, articles, at) {
  const steps = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: articles.length - 1 };
  if (!(key in steps)) return null;
  if (at < 0) return articles.at(-1);
  return articles[Math.max(0, Math.min(articles.length - 1, steps[key]))];
}

function perform(key, article, workspace, inThread) {
  const state = workspace.store.get();
  const { channel } = state.place;
  const lists = [state.messages[channel], state.threads[`${channel}/${state.place.thread}`]];
  const message = (inThread ? lists.reverse() : lists)
    .flatMap((list) => list ?? [])
    .find(({ ts }) => ts === article.dataset.ts);
  const found = actionsOf(message, { channel, inThread }, workspace).find(
    (action) => action.key === key,
  );
  found?.onChoose(article);
  return Boolean(found);
}

/** The tools of a message can be reached with Tab only while the message has the keyboard. */
function reachTools(article, isIn) {
  for (const button of article.querySelectorAll(":scope > .message-tools .button"))
    button.tabIndex = isIn ? 0 : -1;
}

/** Hears the keys of a list. */
export function hearKeys(list, workspace, inThread) {
  list.addEventListener("focusin", ({ target: node }) => {
    const article = node.closest("article");
    if (article) reachTools(article, true);
  });
  list.addEventListener("focusout", ({ target: node, relatedTarget: next }) => {
    const article = node.closest("article");
    if (article && !article.contains(next)) reachTools(article, false);
  });
  list.addEventListener("keydown", (event) => {
    const article = event.target.matches("article") ? event.target : null;
    if ((!article && event.target !== list) || event.ctrlKey || event.metaKey || event.altKey)
      return;
    const articles = [...list.querySelectorAll("article")];
    const next = target(event.key, articles, articles.indexOf(article));
    if (next) next.focus();
    else if (event.key === "Enter" && article) article.querySelector(REACHED)?.focus();
    else if (!article || !perform(event.key.toLowerCase(), article, workspace, inThread)) return;
    event.preventDefault();
  });
}
