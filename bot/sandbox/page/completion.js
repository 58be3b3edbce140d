/** What the message box offers while a slash command or a name is typed. */
import { displayName } from "./names.js";

const MOST_PEOPLE = 8;
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

/** The start and words of the name being typed after `@` before the caret, or null. */
export function nameBeingTyped(text, caret) {
  const found = /(?:^|\s)@([\p{L}\p{N}._' -]{0,30})$/u.exec(text.slice(0, caret));
  return found && { start: caret - found[1].length - 1, words: found[1] };
}

/** The people whose name or handle begins with what is typed after `@`, and isn't all of it yet. */
export function matchingPeople(people, typed) {
  if (!typed) return [];
  const begins = typed.words.toLowerCase();
  const isWhole = ({ name }) => name === begins;
  const fits = (person) =>
    [displayName(person), person.name].some((name) => name.toLowerCase().startsWith(begins));
  return people.filter((person) => fits(person) && !isWhole(person)).slice(0, MOST_PEOPLE);
}

/** A command as an entry of the list; `text()` says what stands before and after the caret then. */
export const commandEntry = (command) => ({
  label: command.command,
  aside: command.usage_hint,
  description: command.description,
  text: () => ({ before: `${command.command} `, after: "" }),
  whole: command.command,
});

/** A person as an entry of the list, for the name being typed. */
export const personEntry = (person, typed) => ({
  label: displayName(person),
  description: person.title,
  text: (value) => ({
    before: `${value.slice(0, typed.start)}@${person.name} `,
    after: value.slice(typed.start + 1 + typed.words.length),
  }),
});
