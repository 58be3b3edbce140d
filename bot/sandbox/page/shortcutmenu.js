/** The lightning menu beside the message box: the app's global shortcuts and its commands. */
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";

const LABEL = "Shortcuts and commands";

/** Makes its button, or null where the app offers nothing; `onCommand(command)` hears a command. */
export function shortcutMenu({ app, shortcuts, commands, runShortcut }, onCommand) {
  const run = shortcuts
    .filter(({ type }) => type === "global")
    .map((one) => ({
      label: one.name,
      description: one.description,
      onChoose: () => runShortcut(one),
    }));
  const write = commands.map((one) => ({
    label: one.command,
    aside: one.usage_hint,
    description: one.description,
    onChoose: () => onCommand(one),
  }));
  if (!run.length && !write.length) return null;
  const items = () => [{ heading: app.name }, ...run, ...write];
  const own = { class: "button button-icon", "aria-label": LABEL, "data-focus": "shortcuts" };
  return menuButton(own, items, { label: LABEL }, icon("bolt"));
}
