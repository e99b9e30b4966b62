import type { Violations } from "./_violations.ts";

/**
 * Keeps account of the items between the source and release() for one subscription, without knowing
 * of credits.
 */
export class Ledger {
  readonly #violations: Violations;
  readonly #inFlight = new Set<string>();
  /** Those of them that have left decode(). */
  readonly #passed = new Set<string>();
  /** The first opening of the source that belongs to the subscription. */
  readonly firstOpening: number;
  readonly delivered: string[] = [];
  /** The number of openings that a completed subscription had; null for others. */
  completedAfter: number | null = null;

  constructor(firstOpening: number, violations: Violations) {
    this.firstOpening = firstOpening;
    this.#violations = violations;
  }

  get inFlight(): number {
    return this.#inFlight.size;
  }

  read(id: string): void {
    this.#inFlight.add(id);
  }

  /** decode() has dropped an item. */
  drop(id: string): void {
    this.#inFlight.delete(id);
  }

  /** decode() has emitted an item. */
  pass(id: string): void {
    this.#passed.add(id);
  }

  /** decode() has ended: it drops what it held. */
  endDecoding(): void {
    for (const id of this.#inFlight) if (!this.#passed.has(id)) this.#inFlight.delete(id);
  }

  /** release() has emitted items. */
  deliver(ids: readonly string[]): void {
    this.delivered.push(...ids);
    for (const id of ids) this.#violations.check(this.#inFlight.delete(id), `${id} came twice`);
  }

  /** release() has ended. */
  end(): void {
    this.#inFlight.clear();
  }

  /** @param openings Openings of the source until now. */
  complete(openings: number): void {
    this.end();
    this.completedAfter = openings - this.firstOpening;
  }
}
