/** Who and what the ids of a workspace stand for. */
const TONES = 10;

/** The people, each with a `tone`: a number that picks a colour, so that neighbours differ. */
export const withTones = (people) => people.map((person, at) => ({ ...person, tone: at % TONES }));

/** The people and rooms of a workspace by id, with the reader's own id and locale. */
export function makeNames({ me, people, app, rooms }) {
  const persons = new Map(people.map((person) => [person.id, person]));
  persons.set(app.bot_user_id, { id: app.bot_user_id, real_name: app.name, is_app: true });
  const person = (id) => persons.get(id);
  const channel = (id) => rooms().find((room) => room.id === id);
  return {
    me: me.id,
    locale: me.locale || "en-US",
    people,
    rooms,
    person,
    personName: (id, label) => displayName(person(id)) || label || id,
    channel,
    channelName: (id, label) => roomName(channel(id), persons) || label || id,
  };
}

/** A talk is called after the other person, a channel has a name. */
function roomName(room, persons) {
  const other = room?.kind === "im" && persons.get(room.with);
  return displayName(other) || room?.name;
}

/** The name a person goes by. */
export const displayName = (person) => person?.real_name || person?.name || "";

/** One or two letters that stand for a name. */
export function initials(name) {
  const words = name.split(/[\s._-]+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters.map((word) => [...word][0].toUpperCase()).join("");
}

/** What an outsider or a guest is called beside the name, or null. */
export function standing(person) {
  if (person?.is_outsider) return "Partner";
  return person?.is_restricted ? "Guest" : null;
}

/** A locale as the name of its language in that language: "English", "Español". */
export function languageOf(locale) {
  const [code] = (locale || "en").split("-");
  const name = new Intl.DisplayNames([code], { type: "language" }).of(code);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Some people's names as a sentence says them: "Ana Rivera, Luis Ortega and you". */
export function listed(ids, names) {
  const said = ids.map((id) => (id === names.me ? "you" : names.personName(id)));
  return new Intl.ListFormat("en", { type: "conjunction" }).format(said);
}
