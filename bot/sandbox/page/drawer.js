/** On a narrow screen the bar on the left is a drawer that opens over the page. */
import { h } from "./dom.js";
import { icon } from "./icons.js";

const NARROW = "(max-width: 760px)";

/** Makes the drawer of `sidebar`: `{button, shade, close}`; `rest` is what it covers. */
export function makeDrawer(sidebar, rest) {
  const narrow = matchMedia(NARROW);
  const shade = h("div", { class: "shade", onclick: () => close() });
  const own = {
    type: "button",
    class: "button button-icon drawer-button",
    "aria-controls": sidebar.id,
  };
  const button = h(
    "button",
    { ...own, "aria-label": "Channels and people", onclick: () => open() },
    icon("bars"),
  );
  const set = (isOpen) => {
    sidebar.classList.toggle("open", isOpen);
    sidebar.inert = narrow.matches && !isOpen;
    rest.inert = narrow.matches && isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
  };
  const open = () => {
    set(true);
    (sidebar.querySelector("[aria-current]") ?? sidebar.querySelector("a"))?.focus();
  };
  const close = () => {
    if (!sidebar.classList.contains("open")) return;
    set(false);
    button.focus();
  };
  sidebar.addEventListener("keydown", (event) => event.key === "Escape" && close());
  narrow.addEventListener("change", () => set(false));
  set(false);
  return { button, shade, close };
}
