/** A resource that is freed once its lifetime has ended and nobody uses it anymore. */
export class Lease<Resource> {
  readonly #name: string;
  readonly #resource: Resource;
  readonly #free: () => void;
  #users = 0;
  #hasEnded = false;

  /**
   * @param name What the resource is, for error messages.
   * @param resource What is lent.
   * @param free Called once, to free the resource.
   */
  constructor(name: string, resource: Resource, free: () => void) {
    this.#name = name;
    this.#resource = resource;
    this.#free = free;
  }

  /**
   * Runs work with the resource, which stays alive until the work is over.
   *
   * @throws {ReferenceError} If the lifetime has ended.
   */
  async use<T>(work: (resource: Resource) => T | Promise<T>): Promise<T> {
    if (this.#hasEnded) throw new ReferenceError(`Cannot use ${this.#name} as it was disposed`);
    this.#users++;
    try {
      return await work(this.#resource);
    } finally {
      this.#users--;
      if (this.#hasEnded) this.#freeIfUnused();
    }
  }

  /** Ends the lifetime of the resource; a second call does nothing. */
  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#freeIfUnused();
  }

  #freeIfUnused(): void {
    if (this.#users === 0) this.#free();
  }
}
