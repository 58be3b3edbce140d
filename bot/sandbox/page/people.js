/** People as one sees them: a coloured tile with initials, a name, a tag; and the switch between them. */
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";
import { displayName, initials, standing } from "./names.js";

/** The tile of a person, the app or the workspace itself (`kind`). */
export function avatar({ tone = 0, name = "", kind = "person" }) {
  const drawing = { app: "bridge", workspace: "info" }[kind];
  const inside = drawing ? icon(drawing) : initials(name);
  return h(
    "span",
    { class: `avatar ${kind === "person" ? `tone-${tone}` : kind}`, "aria-hidden": "true" },
    inside,
  );
}

/** A small word beside a name. */
export const tag = (word) => h("span", { class: "tag" }, word);

const described = (person) => [person.title, standing(person)].filter(Boolean).join(" · ");

/** The button that says who one is and lets one become somebody else. */
export function peopleSwitch({ me, people, onSwitch }) {
  const mine = people.find(({ id }) => id === me.id);
  const items = () =>
    people.map((person) => ({
      label: displayName(person),
      description: described(person),
      before: avatar({ tone: person.tone, name: displayName(person) }),
      checked: person.id === me.id,
      onChoose: () => person.id !== me.id && onSwitch(person.id),
    }));
  return menuButton(
    { class: "you" },
    items,
    { label: "Become somebody else" },
    avatar({ tone: mine?.tone, name: displayName(me) }),
    h(
      "span",
      { class: "you-words" },
      h("small", {}, "You are:"),
      " ",
      h("span", {}, displayName(me)),
    ),
    icon("down"),
  );
}
