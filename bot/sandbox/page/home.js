/** The app's Home. */
import { drawBlocks } from "./blocks.js";
import { h } from "./dom.js";
import { keepFocus } from "./focus.js";

const waiting = (app) => h("p", { class: "nothing" }, `${app.name} has nothing to show here yet.`);

/** Makes the Home; it asks the app for it each time one comes here, and follows its changes. */
export function makeHome(workspace) {
  const { app, client, store, surfaces } = workspace;
  const blocks = h("div", { class: "home-blocks" });
  const empty = h("div", {}, waiting(app));
  const title = h("h2", { class: "for-readers" }, "Home");
  const page = h(
    "section",
    { class: "home", "aria-label": `${app.name} Home`, tabindex: "0" },
    title,
    blocks,
    empty,
  );

  const draw = ({ home }) => {
    empty.hidden = Boolean(home);
    if (!home) return;
    const surface = surfaces.of({ type: "view", view_id: home.id }).show(home.blocks);
    keepFocus(
      page,
      () => drawBlocks(blocks, home.blocks, surface),
      () => () => page,
    );
  };
  const ask = async () => {
    page.setAttribute("aria-busy", "true");
    const { view } = await client.home();
    page.removeAttribute("aria-busy");
    if (view) store.dispatch({ type: "home", view });
  };
  store.subscribe((state, before) => {
    if (state.home !== before.home) draw(state);
    if (state.place !== before.place && state.place.kind === "home") ask();
  });
  return page;
}
