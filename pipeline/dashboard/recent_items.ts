/** Options of {@linkcode RecentItems}. */
export interface RecentItemsOptions<Item> {
  /** The items that are kept weigh at most this; the one used last is always kept. */
  readonly limit: number;
  /**
   * Returns what an item weighs.
   *
   * @default each weighs one
   */
  readonly weigh?: ((item: Item) => number) | undefined;
}

/** Items that were made on request, by key; those that were used last are kept. */
export class RecentItems<Item> {
  readonly #limit: number;
  readonly #weigh: (item: Item) => number;
  /** The one used last is the last. */
  readonly #items = new Map<string, Item>();

  /** Keeps nothing yet. */
  constructor({ limit, weigh = () => 1 }: RecentItemsOptions<Item>) {
    this.#limit = limit;
    this.#weigh = weigh;
  }

  /** Returns an item that is kept. */
  get(key: string): Item | undefined {
    const item = this.#items.get(key);
    if (item !== undefined) {
      this.#items.delete(key);
      this.#items.set(key, item);
    }
    return item;
  }

  /** Keeps an item, instead of those that were not used for the longest time. */
  set(key: string, item: Item): void {
    this.#items.delete(key);
    this.#items.set(key, item);
    let weight = 0;
    for (const kept of this.#items.values()) weight += this.#weigh(kept);
    for (const [oldKey, old] of this.#items) {
      if (weight <= this.#limit || oldKey === key) return;
      this.#items.delete(oldKey);
      weight -= this.#weigh(old);
    }
  }
}
