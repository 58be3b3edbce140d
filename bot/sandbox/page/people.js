/** People as one sees them: a coloured tile with initials, a name, a tag; and the menus of them. */
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";
import { displayName, initials, languageOf, standing } from "./names.js";

/** The tile of a person, the app or the workspace itself (`kind`). */
export function avatar({ tone = 0, name = "", kind = "person", is_app: isApp = false }) {
  const is = isApp ? "app" : kind;
  const drawing = { app: "bridge", workspace: "info" }[is];
  const inside = drawing ? icon(drawing) : initials(name);
  return h(
    "span",
    { class: `avatar ${is === "person" ? `tone-${tone}` : is}`, "aria-hidden": "true" },
    inside,
  );
}

/** A small word beside a name. */
export const tag = (word) => h("span", { class: "tag" }, word);

/** What a person does, whether they are from here, and the language they read. */
export function described(person) {
  const team = person.is_outsider && person.team?.name;
  const role = team ? `${person.title} · ${team}` : person.title;
  return [role, !team && standing(person), languageOf(person.locale)].filter(Boolean).join(" · ");
}

/** The people as entries of a menu; `onChoose(person)` hears which. */
export const peopleItems = (people, onChoose, chosen) =>
  people.map((person) => ({
    label: displayName(person),
    description: described(person),
    before: avatar({ tone: person.tone, name: displayName(person) }),
    ...(chosen && { checked: person.id === chosen }),
    onChoose: () => onChoose(person),
  }));

/** The button that says who one is and lets one become somebody else. */
export function peopleSwitch({ me, people, onSwitch }) {
  const mine = people.find(({ id }) => id === me.id) ?? me;
  const choose = ({ id }) => id !== me.id && onSwitch(id);
  const words = [languageOf(me.locale), standing(mine), mine.title].filter(Boolean).join(" · ");
  return menuButton(
    { class: "you", "aria-label": `You are ${displayName(me)}. Become somebody else` },
    () => peopleItems(people, choose, me.id),
    { label: "Become somebody else" },
    avatar({ tone: mine.tone, name: displayName(me) }),
    h(
      "span",
      { class: "you-words" },
      h("span", { class: "you-name" }, displayName(me)),
      h("small", {}, words),
    ),
    icon("down"),
  );
}
