import type { tf } from "../../runtime/mod.ts";
import { Lease } from "../_lease.ts";
import type { ByName } from "../by_name.ts";
import type { Ticket } from "../clip.ts";
import type { Held } from "../stream/_held.ts";

/**
 * The same view of the same videos as clips `[batch, frames, height, width, 3]`, normalized, by name:
 * `primary` and `auxiliary` are those of the networks of these names.
 */
export type Clips = ByName<tf.Tensor5D>;

/** The views of a step, in the order in which they go through a network. */
export const VIEW_NAMES = ["labeled", "weak", "strong"] as const;

/** A view: N of the labeled clips, W and S of the unlabeled ones. */
export type ViewName = typeof VIEW_NAMES[number];

/** The tensors of one training step, and nothing else: what a compiled step takes. */
export type StepTensors = {
  /** View N of the labeled clips. */
  readonly labeled: Clips;
  /** `[labeled]` int32. */
  readonly labels: tf.Tensor1D;
  /** View W of the unlabeled clips; absent if training uses labels alone. */
  readonly weak?: Clips;
  /** View S of the unlabeled clips; absent if training does not look at it. */
  readonly strong?: Clips;
  /**
   * `[unlabeled]` int32: which of the run's unlabeled videos these are; absent if nobody asks for it.
   */
  readonly videos?: tf.Tensor1D;
  /** `[2]` int32: the seed of dropout and drop-path. */
  readonly randomSeed: tf.Tensor1D;
};

/** The tickets of the clips of a step, in the order of the rows of its tensors. */
export interface StepTickets {
  /** Rows of `labeled` and `labels`. */
  readonly labeled: readonly Ticket[];
  /** Rows of `weak` and `strong`. */
  readonly unlabeled: readonly Ticket[];
}

/**
 * The clips of one training step on the device. Owns its tensors until it is disposed.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { noiseStep, StepBatch, tinyNetworks } from "@actnetformer/deno/operators";
 * import { disposeTree, startTensorFlow } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const step = noiseStep(tinyNetworks());
 * const tickets = { labeled: [], unlabeled: [] };
 * using batch = new StepBatch(step.batch, tickets, () => disposeTree(step));
 * assert.equal(await batch.use(({ labels }) => labels.size), 1);
 * ```
 */
export class StepBatch implements Held {
  /** The tickets of its clips. */
  readonly tickets: StepTickets;
  /**
   * The labels of the unlabeled videos, or -1 if unknown. For metrics only: nothing that trains may
   * see them.
   */
  readonly hiddenLabels: Int32Array;
  readonly #tensors: Lease<StepTensors>;

  /**
   * Takes over the tensors of a step.
   *
   * @param tensors Owned by the batch.
   * @param tickets In the order of the rows.
   * @param free Called once, when the batch is disposed and nobody uses its tensors.
   */
  constructor(tensors: StepTensors, tickets: StepTickets, free: () => void) {
    this.tickets = tickets;
    this.hiddenLabels = Int32Array.from(tickets.unlabeled, ({ video }) => video.label ?? -1);
    this.#tensors = new Lease("a step's batch", tensors, free);
  }

  /** The number of videos: the credits to give back with the batch. */
  get clips(): number {
    return this.tickets.labeled.length + this.tickets.unlabeled.length;
  }

  /**
   * Runs work with the tensors. If the batch is disposed meanwhile, for example by unsubscribing
   * while the device computes, they are freed when the work is over.
   *
   * @throws {ReferenceError} If the batch is already disposed.
   */
  use<T>(work: (tensors: StepTensors) => T | Promise<T>): Promise<T> {
    return this.#tensors.use(work);
  }

  /** Frees the tensors, now or when their use is over; a second call does nothing. */
  [Symbol.dispose](): void {
    this.#tensors.end();
  }
}
