/** Something that is freed when its time has ended and nobody works with it any more. */
export class Lease<Thing> {
  readonly #name: string;
  readonly #thing: Thing;
  readonly #free: () => void;
  #users = 0;
  #ended = false;

  /** @param name what it is, in error messages */
  constructor(name: string, thing: Thing, free: () => void) {
    this.#name = name;
    this.#thing = thing;
    this.#free = free;
  }

  /** Works with the thing, which stays alive until the work is over. */
  async use<T>(work: (thing: Thing) => T | Promise<T>): Promise<T> {
    if (this.#ended) throw new ReferenceError(`Cannot use ${this.#name} as it was disposed`);
    this.#users++;
    try {
      return await work(this.#thing);
    } finally {
      this.#users--;
      if (this.#ended) this.#freeIfUnused();
    }
  }

  /** Ends the thing's time; a second call does nothing. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#freeIfUnused();
  }

  #freeIfUnused(): void {
    if (this.#users === 0) this.#free();
  }
}
