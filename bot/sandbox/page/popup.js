/** Lays a list or menu over the page, beside what opened it, in the browser's top layer. */
const GAP = 4;
const EDGE = 8;
const LEAST = 160;
const ENOUGH = 400;

function place(popup, anchor, { align, wide }) {
  const box = anchor.getBoundingClientRect();
  const below = window.innerHeight - box.bottom - GAP - EDGE;
  const above = box.top - GAP - EDGE;
  const goesUp = below < Math.min(popup.scrollHeight, ENOUGH) && above > below;
  popup.style.maxHeight = `${Math.max(goesUp ? above : below, LEAST / 2)}px`;
  if (wide) popup.style.width = `${box.width}px`;
  const left = align === "end" ? box.right - popup.offsetWidth : box.left;
  const room = window.innerWidth - popup.offsetWidth - EDGE;
  popup.style.left = `${Math.max(EDGE, Math.min(left, room))}px`;
  popup.style.top = `${goesUp ? box.top - GAP - popup.offsetHeight : box.bottom + GAP}px`;
}

/**
 * Shows `popup` beside `anchor` until the returned function is called, or a press outside both
 * calls `onDismiss`. `align` is "start" or "end"; `wide` gives it the anchor's width.
 */
export function showPopup(popup, anchor, { align = "start", wide = false, onDismiss }) {
  popup.setAttribute("popover", "manual");
  // What lies under a dialog is inert, so popups live beside what opened them.
  (anchor.closest("dialog, .sidebar, .main, .thread, .pane") ?? document.body).append(popup);
  popup.showPopover();
  const again = () => place(popup, anchor, { align, wide });
  const outside = (event) => {
    if (!popup.contains(event.target) && !anchor.contains(event.target)) onDismiss();
  };
  const resized = new ResizeObserver(again);
  again();
  resized.observe(popup);
  const ended = new AbortController();
  const options = { capture: true, passive: true, signal: ended.signal };
  document.addEventListener("pointerdown", outside, options);
  document.addEventListener("scroll", again, options);
  window.addEventListener("resize", again, options);
  return () => {
    ended.abort();
    resized.disconnect();
    popup.remove();
  };
}
