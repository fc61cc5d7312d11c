// The reader of files: a worker made from a text, which runs from a folder as well.

/**
 * @param {string} text the worker's script
 * @param {any} vocabulary the words of exports
 */
export function startReader(text, vocabulary) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const worker = new Worker(address);
  /** @type {Map<number, (said: any) => void>} */
  const waiting = new Map();
  let [number, fresh] = [0, true];
  const broken = (why) => {
    for (const tell of waiting.values()) tell({ broken: why });
    waiting.clear();
  };
  worker.addEventListener("message", ({ data }) => {
    waiting.get(data.id)?.(data);
    waiting.delete(data.id);
  });
  worker.addEventListener("error", (event) => broken(event.message || event.type));
  return {
    /** @param {any} asked @returns {Promise<any>} */
    ask(asked) {
      const id = ++number;
      const bytes = (asked.files ?? []).map(({ raw }) => raw.buffer);
      worker.postMessage({ id, ...asked, ...(fresh ? { vocabulary } : {}) }, bytes);
      fresh = false;
      return new Promise((tell) => waiting.set(id, tell));
    },
    end() {
      worker.terminate();
      URL.revokeObjectURL(address);
    },
  };
}
