// node:test, as far as the page's tests use it, for a browser.

const running = [];

/** Runs a test; what became of it is in `outcomes`. */
export function test(name, body) {
  running.push(
    Promise.resolve()
      .then(body)
      .then(
        () => ({ name, failure: "" }),
        (problem) => ({ name, failure: String(problem?.stack ?? problem) }),
      ),
  );
}

/** What became of every test so far. */
export const outcomes = () => Promise.all(running);
