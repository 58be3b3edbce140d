/** What the message box offers while a slash command, a person or a channel is typed. */
import { displayName } from "./names.js";

const MOST = 8;
const PARTIAL = /^\/\S*$/;

/** The commands that the typed text may become; none once a space follows the command. */
export function matchingCommands(commands, text) {
  if (!PARTIAL.test(text)) return [];
  return commands.filter(({ command }) => command.startsWith(text.toLowerCase()));
}

/** The command a text begins with when it is known here, or undefined. */
export const commandOf = (commands, text) =>
  commands.find(({ command }) => text.split(/\s/, 1)[0].toLowerCase() === command);

/** The hint to show after a command that has nothing behind it yet, or null. */
export function hintFor(commands, text) {
  const command = commandOf(commands, text);
  const isBare = command && text.trim().length === command.command.length;
  return isBare ? command.usage_hint || null : null;
}

function beingTyped(pattern, text, caret) {
  const found = pattern.exec(text.slice(0, caret));
  return found && { start: caret - found[1].length - 1, words: found[1] };
}

/** The start and words of the name being typed after `@` before the caret, or null. */
export const nameBeingTyped = (text, caret) =>
  beingTyped(/(?:^|\s)@([\p{L}\p{N}._' -]{0,30})$/u, text, caret);

/** The start and words of the channel being typed after `#` before the caret, or null. */
export const channelBeingTyped = (text, caret) =>
  beingTyped(/(?:^|\s)#([\p{L}\p{N}_-]{0,80})$/u, text, caret);

/** The people whose name or handle begins with what is typed after `@`, and isn't all of it yet. */
export function matchingPeople(people, typed) {
  if (!typed) return [];
  const begins = typed.words.toLowerCase();
  const isWhole = ({ name }) => name === begins;
  const names = (person) => [displayName(person), person.name, ...displayName(person).split(" ")];
  const fits = (person) => names(person).some((name) => name.toLowerCase().startsWith(begins));
  return people.filter((person) => fits(person) && !isWhole(person)).slice(0, MOST);
}

/** The channels whose name has what is typed after `#` in it, those that begin so first. */
export function matchingChannels(channels, typed) {
  if (!typed) return [];
  const words = typed.words.toLowerCase();
  const found = channels.filter(({ name }) => name.includes(words) && name !== words);
  const begins = ({ name }) => (name.startsWith(words) ? 0 : 1);
  return found.sort((one, other) => begins(one) - begins(other)).slice(0, MOST);
}

/** A command as an entry of the list; `text()` says what stands before and after the caret then. */
export const commandEntry = (command) => ({
  label: command.command,
  aside: command.usage_hint,
  description: command.description,
  text: () => ({ before: `${command.command} `, after: "" }),
  whole: command.command,
});

const inPlaceOf = (typed, written) => (value) => ({
  before: `${value.slice(0, typed.start)}${written} `,
  after: value.slice(typed.start + 1 + typed.words.length),
});

/** A person as an entry of the list, for the name being typed. */
export const personEntry = (person, typed) => ({
  label: displayName(person),
  aside: person.name && `@${person.name}`,
  description: person.title,
  text: inPlaceOf(typed, `@${person.name}`),
});

/** A channel as an entry of the list, for the name being typed. */
export const channelEntry = (channel, typed) => ({
  label: `#${channel.name}`,
  description: channel.topic,
  text: inPlaceOf(typed, `#${channel.name}`),
});

const WRAPS = { b: "*", i: "_" };

/** The mark a key puts round the chosen words, as Slack's own box does, or undefined. */
export function markFor({ key, ctrlKey, metaKey, shiftKey }) {
  if (!ctrlKey && !metaKey) return undefined;
  const letter = key.toLowerCase();
  if (shiftKey) return letter === "x" ? "~" : undefined;
  return WRAPS[letter];
}
