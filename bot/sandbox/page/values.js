/**
 * What was typed and chosen in the blocks of a message or a view, and how it goes to the server.
 *
 * Held here: text as a string, a choice as an option object or an id, many choices as a list.
 * On the wire: `{block_id: {action_id: value}}` where an option is its value.
 */
const INITIAL = {
  plain_text_input: (element) => element.initial_value ?? "",
  email_text_input: (element) => element.initial_value ?? "",
  url_text_input: (element) => element.initial_value ?? "",
  number_input: (element) => element.initial_value ?? "",
  datepicker: (element) => element.initial_date ?? null,
  timepicker: (element) => element.initial_time ?? null,
  datetimepicker: (element) => element.initial_date_time ?? null,
  static_select: (element) => element.initial_option ?? null,
  external_select: (element) => element.initial_option ?? null,
  radio_buttons: (element) => element.initial_option ?? null,
  checkboxes: (element) => element.initial_options ?? [],
  multi_static_select: (element) => element.initial_options ?? [],
  multi_external_select: (element) => element.initial_options ?? [],
  users_select: (element) => element.initial_user ?? null,
  multi_users_select: (element) => element.initial_users ?? [],
  channels_select: (element) => element.initial_channel ?? null,
  multi_channels_select: (element) => element.initial_channels ?? [],
  conversations_select: (element) => element.initial_conversation ?? null,
  multi_conversations_select: (element) => element.initial_conversations ?? [],
};

/** Whether an element holds a value at all: a button doesn't. */
export const holdsValue = (element) => Object.hasOwn(INITIAL, element?.type);

/** The elements of a block that hold a value. */
export function elementsOf(block) {
  const found = { input: [block.element], section: [block.accessory], actions: block.elements };
  return (found[block.type] ?? []).filter(holdsValue);
}

const keyOf = (block, element) => JSON.stringify([block.block_id, element.action_id, element.type]);

/** The values of one message or view. What a person set wins over what the blocks begin with. */
export class Values {
  #set = new Map();

  /** What the element holds now. */
  get(block, element) {
    const key = keyOf(block, element);
    return this.#set.has(key) ? this.#set.get(key) : INITIAL[element.type](element);
  }

  /** Keeps what a person typed or chose. */
  set(block, element, value) {
    this.#set.set(keyOf(block, element), value);
  }

  /** Forgets what belongs to no element of these blocks, as Slack does when a view changes. */
  retain(blocks) {
    const keys = new Set(
      blocks.flatMap((block) => elementsOf(block).map((one) => keyOf(block, one))),
    );
    for (const key of this.#set.keys()) if (!keys.has(key)) this.#set.delete(key);
  }
}

/** A held value as it goes to the server: an option is its value, an empty text is null. */
export function onWire(value) {
  if (Array.isArray(value)) return value.map(onWire);
  if (value === null || value === "") return null;
  return typeof value === "object" ? value.value : value;
}

/** The whole state of some blocks: `{block_id: {action_id: value}}`. */
export function collectState(blocks, values) {
  const state = {};
  for (const block of blocks) {
    for (const element of elementsOf(block)) {
      state[block.block_id] ??= {};
      state[block.block_id][element.action_id] = onWire(values.get(block, element));
    }
  }
  return state;
}
