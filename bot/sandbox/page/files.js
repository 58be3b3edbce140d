/** Files: people's as stubs, a name, a kind and a size; of the app's, pictures are shown. */
import { h } from "./dom.js";
import { picture } from "./elements.js";
import { icon } from "./icons.js";

const UNITS = ["bytes", "kB", "MB", "GB"];

/** A size in bytes as people read it: "312 bytes", "14 kB", "2.3 MB". */
export function sizeWords(bytes) {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const amount = bytes / 1000 ** power;
  const digits = power > 0 && amount < 10 ? 1 : 0;
  return `${amount.toFixed(digits)} ${power || bytes !== 1 ? UNITS[power] : "byte"}`;
}

/** What kind of file a name says it is: "PDF". */
export function kindWords(name) {
  const found = /\.([A-Za-z0-9]{1,5})$/.exec(name);
  return found ? found[1].toUpperCase() : "File";
}

const words = ({ name, size }) => [kindWords(name), size && sizeWords(size)].filter(Boolean);

const isPicture = ({ alt_txt, mimetype }) => alt_txt !== undefined && mimetype.startsWith("image/");

/** What the app shared as a picture. */
const drawPicture = ({ id, alt_txt }, client) =>
  h("li", {}, picture({ slack_file: { id }, alt_text: alt_txt }, "picture", client));

/** The files of a message, or null. */
export function drawFiles(files, client) {
  if (!files?.length) return null;
  const drawn = files.map((file) =>
    isPicture(file) ? drawPicture(file, client) : drawStub(file),
  );
  return h("ul", { class: "files", "aria-label": "Files" }, drawn);
}

/** What a person shared: the file itself was never read. */
function drawStub(file) {
  const said = [...words(file), "content is not kept here"].join(" · ");
  const name = h("strong", {}, file.name);
  return h(
    "li",
    { class: "file" },
    icon("file"),
    h("span", { class: "file-words" }, name, h("small", {}, said)),
  );
}

/** The files one is about to send, as chips that can be taken away. */
export class Attachments {
  #files = [];

  /** `onChange` is told of each file added or taken away. */
  constructor(onChange) {
    this.onChange = onChange;
    this.node = h("ul", { class: "attachments", "aria-label": "Files to send" });
    this.node.hidden = true;
    this.chooser = h("input", {
      type: "file",
      multiple: true,
      hidden: true,
      tabindex: "-1",
      "aria-label": "Files",
      onchange: () => {
        this.add(this.chooser.files);
        this.chooser.value = "";
      },
    });
  }

  /** The stubs as they go to the server. */
  get stubs() {
    return this.#files;
  }

  /** Adds files of the browser's; only what they are called and how large they are is taken. */
  add(files) {
    const stubs = [...files].map(({ name, size, type }) => ({ name, size, mimetype: type }));
    this.put([...this.#files, ...stubs]);
  }

  /** Shows these stubs. */
  put(stubs) {
    this.#files = stubs;
    this.node.hidden = !stubs.length;
    this.node.replaceChildren(...stubs.map((stub) => this.#chip(stub)));
    this.onChange();
  }

  #chip(stub) {
    const take = {
      type: "button",
      class: "chip-away",
      "aria-label": `Remove ${stub.name}`,
      onclick: () => this.put(this.#files.filter((one) => one !== stub)),
    };
    return h("li", { class: "chip" }, icon("file"), stub.name, h("button", take, icon("close")));
  }
}
