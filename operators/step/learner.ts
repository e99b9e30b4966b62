import { disposeTree } from "../../runtime/mod.ts";
import { Lease } from "../_lease.ts";
import type { TrainingState } from "./network_state.ts";

/**
 * Holds what a run has learned: the state after the last step. Owns its tensors until it is
 * disposed.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { Learner, noiseStep, tinyNetworks } from "@actnetformer/deno/operators";
 * import { disposeTree, startTensorFlow } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const { state, ...others } = noiseStep(tinyNetworks());
 * using learner = new Learner(state);
 * const names = await learner.use(({ primary }) => Object.keys(primary.parameters));
 * assert.ok(names.includes("blocks.0.conv.weight"));
 * disposeTree(others);
 * ```
 */
export class Learner implements Disposable {
  #steps: number;
  #lease: Lease<TrainingState>;
  #isDisposed = false;

  /**
   * Takes over a state.
   *
   * @param state Owned by the learner from now on.
   * @param steps Steps that led to it.
   */
  constructor(state: TrainingState, steps = 0) {
    this.#steps = steps;
    this.#lease = lease(state);
  }

  /** Steps taken so far. */
  get steps(): number {
    return this.#steps;
  }

  /**
   * Runs work with the current state, which stays alive until the work is over even if a step
   * replaces it. A step that works in place changes its values meanwhile.
   *
   * @throws {ReferenceError} If the learner is disposed.
   */
  use<T>(work: (state: TrainingState) => T | Promise<T>): Promise<T> {
    return this.#lease.use(work);
  }

  /**
   * Takes over the state after one more step and frees the previous one. If the learner is
   * disposed, `next` is freed as well.
   */
  advance(next: TrainingState): void {
    this.#steps++;
    this.replace(next);
  }

  /** Takes over another state without counting a step, and frees the previous one. */
  replace(next: TrainingState): void {
    if (this.#isDisposed) return disposeTree(next);
    const before = this.#lease;
    this.#lease = lease(next);
    before.end();
  }

  /** Frees the tensors, now or when their use is over. */
  [Symbol.dispose](): void {
    this.#isDisposed = true;
    this.#lease.end();
  }
}

function lease(state: TrainingState): Lease<TrainingState> {
  return new Lease("a learner", state, () => disposeTree(state));
}
