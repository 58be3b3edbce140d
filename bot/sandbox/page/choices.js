/** Checkboxes and radio buttons. */
import { askFirst } from "./confirm.js";
import { h, uniqueId } from "./dom.js";
import { textNodes } from "./text.js";

function choice(option, { kind, name, isOn, focus, surface, onChange }) {
  const id = uniqueId("choice");
  const box = h("input", {
    type: kind,
    id,
    name,
    value: option.value,
    checked: isOn,
    "data-focus": focus,
    onchange: onChange,
  });
  const detail = option.description && h("small", {}, textNodes(option.description, surface.names));
  return h(
    "label",
    { class: "choice", for: id },
    box,
    h("span", {}, textNodes(option.text, surface.names), detail),
  );
}

/** Draws the options; what is on is kept, and told to the app where `told` says so. */
export function renderChoices(element, block, surface, { attributes, told }) {
  const isMany = element.type === "checkboxes";
  const group = h("div", {
    class: "choices",
    role: isMany ? "group" : "radiogroup",
    ...attributes,
    "data-focus": null,
  });
  const name = uniqueId("choices");
  const isOn = (option) =>
    [surface.values.get(block, element) ?? []].flat().some((one) => one.value === option.value);
  const restore = () => {
    for (const [at, box] of [...group.querySelectorAll("input")].entries())
      box.checked = isOn(element.options[at]);
  };
  const changed = async () => {
    if (told && !(await askFirst(element.confirm, surface))) return restore();
    const boxes = [...group.querySelectorAll("input")];
    const chosen = element.options.filter((_, at) => boxes[at].checked);
    surface.values.set(block, element, isMany ? chosen : (chosen[0] ?? null));
    if (told) await surface.act(block, element);
  };
  const draw = (option, at) =>
    choice(option, {
      kind: isMany ? "checkbox" : "radio",
      name,
      isOn: isOn(option),
      focus: `${attributes["data-focus"]}/${at}`,
      surface,
      onChange: changed,
    });
  group.append(...element.options.map(draw));
  return group;
}
