// store.mjs - values that several parts of the page read, change and follow.

/**
 * @template {object} State
 */
export class Store {
  #state;
  /** @type {Set<{ listener: (state: State) => void, keys: readonly (keyof State)[] | undefined }>} */
  #subscriptions = new Set();

  /** @param {State} state */
  constructor(state) {
    this.#state = state;
  }

  /** @returns {Readonly<State>} as it is now; a later change makes another object */
  get() {
    return this.#state;
  }

  /**
   * Changes some of the values; those who follow one of them hear of it before this returns.
   * @param {Partial<State>} patch
   */
  set(patch) {
    const keys = /** @type {(keyof State)[]} */ (Object.keys(patch));
    const changed = keys.filter((key) => !Object.is(patch[key], this.#state[key]));
    if (changed.length === 0) return;
    this.#state = { ...this.#state, ...patch };
    for (const { listener, keys: followed } of [...this.#subscriptions]) {
      if (followed === undefined || followed.some((key) => changed.includes(key))) listener(this.#state);
    }
  }

  /**
   * @param {(state: State) => void} listener
   * @param {readonly (keyof State)[]} [keys] the values it follows; all if left out
   * @returns {() => void} ends it
   */
  subscribe(listener, keys) {
    const subscription = { listener, keys };
    this.#subscriptions.add(subscription);
    return () => void this.#subscriptions.delete(subscription);
  }
}
