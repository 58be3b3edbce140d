/** The options a select offers, as groups `{label, options}` of `{text, value, description}`. */
import { displayName, standing } from "./names.js";
import { wordsOf } from "./plain.js";

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const plain = (text) => ({ type: "plain_text", text });

/** The groups of an element, or of a suggestion's answer. */
export function groupsOf({ options, option_groups: groups }) {
  if (groups) return groups.map((group) => ({ label: group.label.text, options: group.options }));
  return [{ label: null, options: options ?? [] }];
}

/** People as options; the value is the id. The app itself is not a person. */
export const peopleGroups = (people) => [
  {
    label: null,
    options: people.map((person) => ({
      text: plain(displayName(person)),
      description: plain([person.title, standing(person)].filter(Boolean).join(" · ")),
      value: person.id,
    })),
  },
];

/** What a conversation is called in Slack's `filter.include`, by the page's kind of room. */
const INCLUDED = { public: "public", private: "private", shared: "private", im: "im" };

function fits(room, { include, exclude_bot_users: noApps, exclude_external_shared_channels: own }) {
  if (include && !include.includes(INCLUDED[room.kind])) return false;
  if (noApps && room.isApp) return false;
  return !(own && room.kind === "shared");
}

/** Rooms as options, called by `nameOf(id)`; `filter` is as Slack's conversation menus take it. */
export const roomGroups = (rooms, nameOf, filter = {}) => [
  {
    label: null,
    options: rooms
      .filter((room) => fits(room, filter))
      .map(({ id, kind }) => ({
        text: plain(kind === "im" ? nameOf(id) : `#${nameOf(id)}`),
        value: id,
      })),
  },
];

/** The groups with the options that have every word of the query, accents aside. */
export function filterGroups(groups, query) {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const fits = (option) => words.every((word) => fold(wordsOf(option.text)).includes(word));
  return groups
    .map((group) => ({ ...group, options: group.options.filter(fits) }))
    .filter((group) => group.options.length > 0);
}

/** The option of a value among groups, or undefined. */
export const findOption = (groups, value) =>
  groups.flatMap((group) => group.options).find((option) => option.value === value);
