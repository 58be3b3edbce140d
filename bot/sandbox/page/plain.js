/** Plain text, Slack's three escapes, and the words of a text whatever its kind. */
import { emojiToken } from "./emoji.js";

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

/** Undoes the three escapes Slack uses, and no other. */
export const unescape = (text) => text.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity]);

/** A token of text as it came, with Slack's escapes undone. */
export const textToken = (value) => ({ type: "text", text: unescape(value) });

/** Reads a plain text: emoji and line breaks only. */
export function parsePlain(source, withEmoji = true) {
  const pieces = source.split(/(\n|:[a-z0-9_+'-]+:)/);
  return pieces.filter(Boolean).map((piece) => {
    if (piece === "\n") return { type: "break" };
    const isName = withEmoji && piece.length > 2 && piece.startsWith(":");
    return (isName && emojiToken(piece.slice(1, -1))) || textToken(piece);
  });
}

/** The tokens' words, without any style: for titles, labels and tests. */
export const plainText = (tokens) =>
  tokens
    .map((token) =>
      token.type === "break" ? "\n" : (token.text ?? plainText(token.children ?? [])),
    )
    .join("");

/** The words of a text object of Block Kit; `otherwise` where there is none. */
export const wordsOf = (object, otherwise = "") =>
  object ? plainText(parsePlain(object.text, object.emoji !== false)) : otherwise;
