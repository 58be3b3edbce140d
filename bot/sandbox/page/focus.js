/** Keeps the keyboard where it was while a part of the page is drawn again. */

/** The element of `root` with a `data-focus`, or undefined. */
export const withFocusKey = (root, key) =>
  key && [...root.querySelectorAll("[data-focus]")].find((one) => one.dataset.focus === key);

function putCaret(node, selection) {
  // Inputs of type date, time and the like have no caret and throw when asked for one.
  if (selection.start !== null && node.setSelectionRange)
    node.setSelectionRange(selection.start, selection.end);
}

function caretOf(node) {
  const hasCaret =
    node instanceof HTMLTextAreaElement ||
    (node instanceof HTMLInputElement && node.type === "text");
  return hasCaret
    ? { start: node.selectionStart, end: node.selectionEnd }
    : { start: null, end: null };
}

/**
 * Runs `change`, which may replace what has the focus inside `root`, and gives the focus to the
 * element with the same `data-focus` afterwards. When there is none, the function that `otherwise`
 * made of the focused element before the change says where the focus goes.
 */
export function keepFocus(root, change, otherwise = () => () => null) {
  const active = root.contains(document.activeElement) ? document.activeElement : null;
  const key = active?.dataset.focus;
  const caret = active && caretOf(active);
  const fallback = active && otherwise(active);
  change();
  if (!active || (active.isConnected && root.contains(document.activeElement))) return;
  const again = withFocusKey(root, key);
  if (again) {
    again.focus({ preventScroll: true });
    putCaret(again, caret);
  } else fallback()?.focus({ preventScroll: true });
}

const FIELDS = "input, textarea, [role=radio], [role=checkbox]";

/** Gives the focus to the field that asks for it, else to the first one, else to `otherwise`. */
export function focusFirst(root, otherwise) {
  const chosen =
    root.querySelector("[data-focus-on-load]") ?? root.querySelector(FIELDS) ?? otherwise;
  chosen.focus({ preventScroll: true });
}
