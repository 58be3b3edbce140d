/** Select menus of Block Kit: one or many, of given options, the app's own, people or channels. */
import { askFirst } from "./confirm.js";
import { filterGroups, findOption, groupsOf, peopleGroups, roomGroups } from "./options.js";
import { Picker } from "./picker.js";

const LEAST_LETTERS = 3;

/** Where the options come from, by the type without its `multi_`. */
const SOURCES = {
  static_select: (element) => groupsOf(element),
  external_select: () => [],
  users_select: (_, { names }) => peopleGroups(names.people),
  channels_select: (_, { names }) =>
    roomGroups(names.rooms(), names.channelName, { include: ["public"] }),
  conversations_select: (element, { names }) =>
    roomGroups(names.rooms(), names.channelName, element.filter),
};

/** An id stands for its option; an option for itself. */
const optionOf = (groups, held) =>
  typeof held === "string"
    ? (findOption(groups, held) ?? { text: { text: held }, value: held })
    : held;

function loader(block, element, surface, groups) {
  if (!element.type.endsWith("external_select")) return (query) => filterGroups(groups, query);
  return (query) => surface.suggest(block, element, query);
}

/** What the select holds; a menu may ask to begin with the conversation one is in. */
function heldBy(block, element, { values, here }) {
  const held = values.get(block, element);
  const isSet = Array.isArray(held) ? held.length > 0 : held !== null;
  if (isSet || !element.default_to_current_conversation || !here()) return held;
  values.set(block, element, element.type.startsWith("multi_") ? [here()] : here());
  return values.get(block, element);
}

/** Draws a select; a choice is kept, and told to the app where `told` says so. */
export function renderSelect(element, block, surface, { attributes, told }) {
  const multiple = element.type.startsWith("multi_");
  const kind = element.type.replace("multi_", "");
  const groups = SOURCES[kind](element, surface);
  const holdsIds = !["static_select", "external_select"].includes(kind);
  const held = heldBy(block, element, surface);
  const keep = (options) => {
    const values = holdsIds ? options.map(({ value }) => value) : options;
    surface.values.set(block, element, multiple ? values : (values[0] ?? null));
  };
  const start = [held ?? []].flat().map((one) => optionOf(groups, one));
  const picker = new Picker({
    chosen: start,
    multiple,
    most: element.max_selected_items,
    least: kind === "external_select" ? (element.min_query_length ?? LEAST_LETTERS) : 0,
    clearable: block.type === "input" && block.optional,
    placeholder: element.placeholder?.text ?? (multiple ? "Choose some" : "Choose one"),
    load: loader(block, element, surface, groups),
    onChange: (options) => keep(options),
    attributes,
  });
  if (told) tellChoices(picker, element, block, surface, keep);
  return picker.node;
}

/** Sends each choice to the app; without the person's yes the choice before it comes back. */
function tellChoices(picker, element, block, surface, keep) {
  let last = picker.chosen;
  picker.onChange = async (options) => {
    if (!(await askFirst(element.confirm, surface))) {
      picker.reset(last);
      return;
    }
    last = options;
    keep(options);
    await surface.act(block, element);
  };
}
