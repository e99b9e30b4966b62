import { disposeTree } from "../../runtime/mod.ts";
import { Lease } from "../device/_lease.ts";
import type { TrainingState } from "./step_input.ts";

/**
 * What is learned in a run: the state after the last step. Owns its tensors until it is disposed.
 *
 * @example
 * ```ts ignore
 * using learner = new Learner(initialState);
 * await learner.use((state) => saveCheckpoint(state, learner.steps));
 * ```
 */
export class Learner implements Disposable {
  #steps: number;
  #lease: Lease<TrainingState>;
  #disposed = false;

  /**
   * @param state Owned by the learner from now on.
   * @param steps Steps that were taken to come to it.
   */
  constructor(state: TrainingState, steps: number = 0) {
    this.#steps = steps;
    this.#lease = lease(state);
  }

  /** Steps taken so far. */
  get steps(): number {
    return this.#steps;
  }

  /**
   * Works on the current state, which stays alive until the work is over even if a step replaces it. A
   * step that works in place changes its values meanwhile.
   *
   * @throws {ReferenceError} If the learner is disposed.
   */
  use<T>(work: (state: TrainingState) => T | Promise<T>): Promise<T> {
    return this.#lease.use(work);
  }

  /**
   * Takes a step: `next` is owned by the learner from now on, and the state before it is freed; `next` too
   * if the learner is disposed.
   */
  advance(next: TrainingState): void {
    this.#steps++;
    this.replace(next);
  }

  /** Goes on from another state without a step: `next` is owned by the learner from now on. */
  replace(next: TrainingState): void {
    if (this.#disposed) return disposeTree(next);
    const before = this.#lease;
    this.#lease = lease(next);
    before.end();
  }

  /** Frees the tensors, now or when their use is over. */
  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#lease.end();
  }
}

function lease(state: TrainingState): Lease<TrainingState> {
  return new Lease("a learner", state, () => disposeTree(state));
}
