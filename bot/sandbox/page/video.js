/** A `video` block: what it is and where it plays. Nothing is played or fetched here. */
import { safeAddress } from "./address.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { wordsOf } from "./plain.js";
import { link } from "./text.js";

/** Draws the block as a card. */
export function video(block) {
  const { title, title_url: url, alt_text: words, description, provider_name: provider } = block;
  const name = wordsOf(title, words || "Video");
  const by = [provider, block.author_name].filter(Boolean).join(" · ");
  return h(
    "div",
    { class: "video" },
    h("span", { class: "video-screen", role: "img", "aria-label": words || name }, icon("play")),
    h(
      "div",
      { class: "video-words" },
      by && h("small", {}, by),
      h("strong", {}, url && safeAddress(url) ? link(url, name) : name),
      description && h("small", {}, wordsOf(description)),
      h("small", {}, "Videos are not played in this workspace."),
    ),
  );
}
