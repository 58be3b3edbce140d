/** Boxes to type in: text, e-mail, address, number, date, time. */
import { askFirst } from "./confirm.js";
import { dayOf } from "./dates.js";
import { h } from "./dom.js";

const PAUSE_MS = 350;

const two = (number) => String(number).padStart(2, "0");

/** Seconds since 1970 as the value of a `datetime-local` box, in the reader's own time zone. */
function localMoment(seconds) {
  if (seconds === null) return "";
  const at = new Date(seconds * 1000);
  return `${dayOf(seconds)}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

const asTyped = { show: (value) => value, read: (text) => text };
const orNothing = { show: (value) => value ?? "", read: (text) => text || null };

const KINDS = {
  plain_text_input: { type: "text", ...asTyped },
  email_text_input: { type: "text", inputmode: "email", autocomplete: "off", ...asTyped },
  url_text_input: { type: "text", inputmode: "url", autocomplete: "off", ...asTyped },
  number_input: { type: "text", inputmode: "decimal", autocomplete: "off", ...asTyped },
  datepicker: { type: "date", ...orNothing },
  timepicker: { type: "time", ...orNothing },
  datetimepicker: {
    type: "datetime-local",
    show: localMoment,
    read: (text) => (text ? Math.floor(new Date(text).getTime() / 1000) : null),
  },
};

/** Whether the app wants to hear of typing: on Enter unless it says otherwise. */
const wants = (element, block, trigger) =>
  block.dispatch_action &&
  (element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"]).includes(trigger);

function hearTyping(box, element, block, surface) {
  let timer = 0;
  if (wants(element, block, "on_character_entered"))
    box.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => surface.act(block, element), PAUSE_MS);
    });
  if (wants(element, block, "on_enter_pressed"))
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      surface.act(block, element);
    });
}

function hearChoosing(box, element, block, surface, show) {
  let last = surface.values.get(block, element);
  box.addEventListener("change", async () => {
    const now = surface.values.get(block, element);
    if (now === last) return;
    if (await askFirst(element.confirm, surface)) {
      last = now;
      await surface.act(block, element);
    } else {
      surface.values.set(block, element, last);
      box.value = show(last);
    }
  });
}

/** Draws a box; what is typed is kept, and told to the app where `told` says so. */
export function renderInput(element, block, surface, { attributes, told }) {
  const { show, read, ...own } = KINDS[element.type];
  const isText = own.type === "text";
  const box = h(element.multiline ? "textarea" : "input", {
    ...(element.multiline ? { rows: "5" } : own),
    ...attributes,
    class: "field",
    placeholder: isText ? element.placeholder?.text : null,
    value: show(surface.values.get(block, element)),
    oninput: () => surface.values.set(block, element, read(box.value)),
  });
  if (isText) hearTyping(box, element, block, surface);
  else if (told) hearChoosing(box, element, block, surface, show);
  return box;
}
