/** A message or view as its blocks see it: where they stand, what is typed in them, who to tell. */
import { groupsOf } from "./options.js";
import { collectState, Values } from "./values.js";

/** The surface of one container. It outlives a redrawing, and with it what was typed. */
class Surface {
  blocks = [];
  errors = {};
  values = new Values();

  constructor(container, { names, client, stage, here }) {
    Object.assign(this, { container, names, client, stage, here });
    this.key = container.view_id ?? `${container.channel}/${container.ts}`;
  }

  /** Takes the blocks and errors `{block_id: sentence}` of now. */
  show(blocks, errors = {}) {
    Object.assign(this, { blocks, errors });
    this.values.retain(blocks);
    return this;
  }

  /** What its elements hold, as it goes to the server. */
  state() {
    return collectState(this.blocks, this.values);
  }

  /** Tells the app that an element was used; `chosen` is the value where the element holds none. */
  async act(block, element, chosen) {
    const state = this.state();
    const value = chosen ?? state[block.block_id]?.[element.action_id] ?? element.value ?? null;
    const press = { block_id: block.block_id, action_id: element.action_id, value, state };
    await this.client.act(this.container, press);
  }

  /** Asks the app for the options of an external select. */
  async suggest(block, element, query) {
    const typing = { block_id: block.block_id, action_id: element.action_id, value: query };
    return groupsOf(await this.client.suggest(this.container, typing));
  }
}

/** The surfaces of one person's workspace, by container. */
export class Surfaces {
  #all = new Map();

  /** `shared` is `{names, client, stage, here}`, where `here()` is the channel one is in. */
  constructor(shared) {
    this.shared = shared;
  }

  /** The surface of a container, made at first need. */
  of(container) {
    const key = JSON.stringify(container);
    if (!this.#all.has(key)) this.#all.set(key, new Surface(container, this.shared));
    return this.#all.get(key);
  }

  /** Forgets a container and what was typed there. */
  forget(container) {
    this.#all.delete(JSON.stringify(container));
  }
}
