/** Light, dark or as the system is: chosen here, kept by the browser. */
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";

const KEY = "theme";
const CHOICES = [
  { name: "system", label: "As the system", drawing: "half" },
  { name: "light", label: "Light", drawing: "sun" },
  { name: "dark", label: "Dark", drawing: "moon" },
];

const chosen = () => localStorage.getItem(KEY) ?? "system";

/** Shows the page in the light that was chosen. */
export function applyTheme() {
  const name = chosen();
  if (name === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
}

function choose(name) {
  localStorage.setItem(KEY, name);
  applyTheme();
}

/** The button that lets one choose. */
export function themeButton() {
  const items = () =>
    CHOICES.map(({ name, label, drawing }) => ({
      label,
      before: icon(drawing),
      checked: name === chosen(),
      onChoose: () => choose(name),
    }));
  const own = { class: "button button-icon theme", "aria-label": "Light or dark" };
  return menuButton(own, items, { label: "Light or dark", align: "end" }, icon("half"));
}
