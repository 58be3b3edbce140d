/** What the server pushes to one person, over a WebSocket that comes back by itself. */
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 1_000;

function address(user) {
  const url = new URL(`/client/live?${new URLSearchParams({ user })}`, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return url;
}

/** Listens until the returned function is called; `{type: "connected", connected}` tells the line's state. */
export function listen(user, onEvent) {
  let socket = null;
  let wait = FIRST_WAIT_MS;
  let timer = 0;
  let isOver = false;
  const lost = () => {
    if (isOver) return;
    onEvent({ type: "connected", connected: false });
    timer = setTimeout(connect, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  };
  function connect() {
    socket = new WebSocket(address(user));
    socket.addEventListener("open", () => {
      wait = FIRST_WAIT_MS;
      onEvent({ type: "connected", connected: true });
    });
    socket.addEventListener("message", ({ data }) =>
      onEvent({ at: Date.now() / 1000, ...JSON.parse(data) }),
    );
    socket.addEventListener("close", lost);
  }
  connect();
  return () => {
    isOver = true;
    clearTimeout(timer);
    socket.close();
  };
}
