/** Why something a person did came to nothing, in words, said once. */
const SENTENCES = {
  view_not_on_top: "That form is no longer open.",
  no_such_element: "That has changed in the meantime. Look again and try once more.",
  no_such_option: "That choice is no longer offered. Choose again.",
  not_found: "That is no longer there.",
  message_not_found: "That message is no longer there.",
  not_your_message: "Only the person who wrote it can change that.",
  message_not_yours: "Only the person who wrote it can change that.",
  no_options_load_url: "The app offers no options here.",
  interactivity_is_off: "The app takes no clicks: interactivity is off in its manifest.",
};

/** How long a notice may come after the answer that it explains. */
const GRACE_MS = 200;

/** The sentence for an error's code; a sentence is its own. */
export function sentenceFor(error) {
  if (error?.includes(" ")) return error;
  return SENTENCES[error] ?? `The workspace refused (${error ?? "no reason given"}).`;
}

/**
 * Tells of failures through `tell(sentence)`, unless the server does so itself with a notice, as it
 * does when the app is at fault.
 */
export function makeExplainer(tell) {
  let notices = 0;
  return {
    /** A notice came. */
    heard() {
      notices += 1;
    },
    /** Waits for an answer and passes it on; a refusal that no notice explains is told. */
    async watch(answer) {
      const before = notices;
      const reply = await answer;
      if (reply.ok === false && !reply.errors)
        setTimeout(() => notices === before && tell(sentenceFor(reply.error)), GRACE_MS);
      return reply;
    },
  };
}
