// A browser's storage for one learner: what the pages of the book keep goes under a name
// of theirs, so that nobody else on the same host finds it. Where the browser refuses,
// it is kept as long as the window is open.

/**
 * @typedef {{ getItem: (key: string) => string | null,
 *   setItem: (key: string, value: string) => void, removeItem: (key: string) => void,
 *   keys: () => string[] }} Kept
 */

/**
 * What lies in a storage below a prefix, or in none.
 * @param {any} real a Storage, or null
 * @param {string} prefix
 * @returns {Kept}
 */
export function below(real, prefix) {
  /** @type {Map<string, string>} */
  const held = new Map();
  /** @param {(storage: any) => void} act */
  const attempt = (act) => {
    try {
      if (real) act(real);
    } catch {
      // refused or full: it is held here, and in the LMS
    }
  };
  attempt((storage) => {
    for (const key of Object.keys(storage)) {
      if (key.startsWith(prefix)) held.set(key.slice(prefix.length), storage.getItem(key));
    }
  });
  return {
    getItem: (key) => held.get(key) ?? null,
    setItem(key, value) {
      held.set(key, value);
      attempt((storage) => storage.setItem(prefix + key, value));
    },
    removeItem(key) {
      held.delete(key);
      attempt((storage) => storage.removeItem(prefix + key));
    },
    keys: () => [...held.keys()],
  };
}

/**
 * The same with the face of a Storage, whose keys are its own properties.
 * @param {Kept} kept
 * @param {() => void} changed is called after each change
 * @returns {any}
 */
export function asStorage(kept, changed) {
  const acts = {
    /** @param {unknown} key */
    getItem: (key) => kept.getItem(String(key)),
    /** @param {unknown} key @param {unknown} value */
    setItem(key, value) {
      kept.setItem(String(key), String(value));
      changed();
    },
    /** @param {unknown} key */
    removeItem(key) {
      kept.removeItem(String(key));
      changed();
    },
    clear() {
      for (const key of kept.keys()) kept.removeItem(key);
      changed();
    },
    /** @param {number} at */
    key: (at) => kept.keys()[at] ?? null,
  };
  return new Proxy(/** @type {any} */ ({}), {
    get(_, name) {
      if (name === "length") return kept.keys().length;
      if (typeof name !== "string") return undefined;
      return name in acts
        ? acts[/** @type {keyof typeof acts} */ (name)]
        : (kept.getItem(name) ?? undefined);
    },
    set(_, name, value) {
      acts.setItem(name, value);
      return true;
    },
    deleteProperty(_, name) {
      acts.removeItem(name);
      return true;
    },
    has: (_, name) => name in acts || kept.getItem(String(name)) !== null,
    ownKeys: () => kept.keys(),
    getOwnPropertyDescriptor(_, name) {
      const value = kept.getItem(String(name));
      if (value === null) return undefined;
      return { value, writable: true, enumerable: true, configurable: true };
    },
  });
}
