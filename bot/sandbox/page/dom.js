/** Builds elements. Nothing here takes HTML: text only ever becomes text nodes. */
let count = 0;

/** An id that no other element of the page has. */
export const uniqueId = (prefix) => `${prefix}-${(count += 1)}`;

const PROPERTIES = new Set(["value", "checked", "hidden"]);

function assign(node, name, value) {
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (PROPERTIES.has(name)) node[name] = value;
  else if (value !== null && value !== undefined && value !== false)
    node.setAttribute(name, value === true ? "" : value);
}

/**
 * An element with attributes and children. `onclick` and the like are listeners; an attribute that
 * is null, undefined or false is left out; a child that is null or false is skipped.
 */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) assign(node, name, value);
  node.append(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
  );
  return node;
}

const drawn = new WeakMap();

const same = (one, other) =>
  one.length === other.length && one.every((part, at) => part === other[at]);

/**
 * Makes a parent's children be those of `items`, each `{key, marks, draw}`. A child whose key and
 * marks are as before stays as it is, with its focus, caret and open menus.
 */
export function syncChildren(parent, items) {
  const before = drawn.get(parent) ?? new Map();
  const after = new Map();
  for (const { key, marks, draw } of items) {
    const old = before.get(key);
    after.set(key, old && same(old.marks, marks) ? old : { marks, node: draw() });
  }
  for (const [key, { node }] of before) if (after.get(key)?.node !== node) node.remove();
  let place = parent.firstChild;
  for (const { node } of after.values()) {
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
  }
  drawn.set(parent, after);
}
