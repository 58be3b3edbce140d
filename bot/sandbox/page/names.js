/** Who and what the ids of a workspace stand for. */
const TONES = 10;

/** The people, each with a `tone`: a number that picks a colour, so that neighbours differ. */
export const withTones = (people) => people.map((person, at) => ({ ...person, tone: at % TONES }));

/** The people and channels of a workspace by id, with the reader's own id and locale. */
export function makeNames({ me, people, channels, app }) {
  const persons = new Map(people.map((person) => [person.id, person]));
  const rooms = new Map(channels.map((channel) => [channel.id, channel]));
  persons.set(app.bot_user_id, { id: app.bot_user_id, real_name: app.name, is_app: true });
  return {
    me: me.id,
    locale: me.locale || "en-US",
    person: (id) => persons.get(id),
    personName: (id, label) => displayName(persons.get(id)) || label || id,
    channel: (id) => rooms.get(id),
    channelName: (id, label) => rooms.get(id)?.name ?? (label || id),
  };
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
