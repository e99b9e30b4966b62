/** A thing that is freed once its lifetime has ended and nobody uses it anymore. */
export class Lease<Thing> {
  readonly #name: string;
  readonly #thing: Thing;
  readonly #free: () => void;
  #users = 0;
  #hasEnded = false;

  /**
   * @param name What the thing is, for error messages.
   * @param thing What is lent.
   * @param free Called once, to free the thing.
   */
  constructor(name: string, thing: Thing, free: () => void) {
    this.#name = name;
    this.#thing = thing;
    this.#free = free;
  }

  /**
   * Runs work with the thing, which stays alive until the work is over.
   *
   * @throws {ReferenceError} If the lifetime has ended.
   */
  async use<T>(work: (thing: Thing) => T | Promise<T>): Promise<T> {
    if (this.#hasEnded) throw new ReferenceError(`Cannot use ${this.#name} as it was disposed`);
    this.#users++;
    try {
      return await work(this.#thing);
    } finally {
      this.#users--;
      if (this.#hasEnded) this.#freeIfUnused();
    }
  }

  /** Ends the lifetime of the thing; a second call does nothing. */
  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#freeIfUnused();
  }

  #freeIfUnused(): void {
    if (this.#users === 0) this.#free();
  }
}
