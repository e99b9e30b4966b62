/** A model in a worker. One call at a time. */
export class ModelRunner {
  #worker = new Worker(new URL("model_worker.js", import.meta.url), { type: "module" });
  #pending = new Map();
  #calls = 0;
  #onProgress;

  /** @param {(share: number) => void} onProgress Called as weights come, with the share of them. */
  constructor(onProgress) {
    this.#onProgress = onProgress;
    this.#worker.onmessage = ({ data }) => this.#receive(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      const message = event.message ?? "its script could not be loaded";
      for (const { reject } of this.#pending.values()) reject(new Error(message));
      this.#pending.clear();
    };
  }

  /** Loads backend and model. */
  load(options) {
    return this.#call({ kind: "load", base: document.baseURI, ...options });
  }

  /** Computes logits of a window. */
  classify(options) {
    return this.#call({ kind: "classify", ...options });
  }

  /** Ends it; calls under way are never answered. */
  end() {
    this.#worker.terminate();
  }

  #call(message) {
    const { promise, resolve, reject } = Promise.withResolvers();
    const id = this.#calls++;
    this.#pending.set(id, { resolve, reject });
    this.#worker.postMessage({ id, ...message });
    return promise;
  }

  #receive({ id, kind, share, result, message }) {
    if (kind === "progress") return this.#onProgress(share);
    const { resolve, reject } = this.#pending.get(id);
    this.#pending.delete(id);
    if (kind === "done") resolve(result);
    else reject(new Error(message));
  }
}
