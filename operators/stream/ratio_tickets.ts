import type { Role, Ticket, VideoSource } from "../clip.ts";
import { drawsFor } from "../draws_for.ts";
import { ownGroups } from "./_own_groups.ts";
import { batchesPerEpoch, type RatioTicketsOptions } from "./batches_per_epoch.ts";

/** Key of the draws that order the videos of a role; another spelling gives another order. */
const DRAW_KEY = "order";

/** A range of batches of one phase, counted from 0 over all of its epochs. */
export interface BatchRange {
  /** The phase of the run, counted from 0; 0 for a run that has only one. */
  readonly phase: number;
  /** The first batch. */
  readonly from: number;
  /** The batch after the last. */
  readonly to: number;
}

/**
 * Returns the videos of a phase of a run in order: in every batch, one labeled video is followed by
 * `ratio` unlabeled ones, `labeledPerBatch` times.
 *
 * Unlabeled videos: every epoch has its own random order and contains each video once; the last
 * batch is filled up from the start of that order. Labeled videos: one random order after another,
 * regardless of epochs, so the counts of two videos differ by at most one. The order is a function
 * of the options and the phase alone, so a run that is resumed at batch `from` gets the same videos.
 * One of several workers gets its share of each batch, with the positions of the whole.
 * No two tickets of a run have the same phase, epoch, video, role and repeat, which is what random
 * draws are derived from.
 *
 * @throws {RangeError} If a list that is needed is empty, a count is not an integer, or a share is
 * none of the batch.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ratioTickets } from "@actnetformer/deno/operators/stream";
 *
 * const labeled = [{ id: "a", path: "a.mp4", label: 0 }];
 * const unlabeled = ["b", "c"].map((id) => ({ id, path: `${id}.mp4`, label: null }));
 * const options = { labeled, unlabeled, labeledPerBatch: 1, ratio: 2, seed: 1 };
 * const tickets = ratioTickets(options, { phase: 0, from: 0, to: 1 });
 * const roles = Array.from(tickets, ({ role }) => role);
 * assert.deepEqual(roles, ["labeled", "unlabeled", "unlabeled"]);
 * ```
 */
export function ratioTickets(options: RatioTicketsOptions, range: BatchRange): Iterable<Ticket> {
  const perEpoch = batchesPerEpoch(options);
  const groups = ownGroups(options);
  return {
    *[Symbol.iterator]() {
      const { phase, from, to } = range;
      const labeled = new ShuffledVideos("labeled", { ...options, phase });
      const unlabeled = new ShuffledVideos("unlabeled", { ...options, phase });
      for (let batch = from; batch < to; batch++) {
        yield* batchTickets(batch, { phase, perEpoch, groups, labeled, unlabeled, options });
      }
    },
  };
}

/** What {@linkcode batchTickets} works with. */
interface VideoOrder {
  readonly phase: number;
  readonly perEpoch: number;
  /** Which groups of a batch to take. */
  readonly groups: readonly number[];
  readonly labeled: ShuffledVideos;
  readonly unlabeled: ShuffledVideos;
  readonly options: RatioTicketsOptions;
}

function* batchTickets(batch: number, order: VideoOrder): Iterable<Ticket> {
  const { phase, perEpoch, groups, options: { labeledPerBatch, ratio } } = order;
  const epoch = Math.floor(batch / perEpoch);
  const batchInEpoch = batch % perEpoch;
  const firstRound = Math.floor(epoch * perEpoch * labeledPerBatch / order.labeled.count);
  for (const group of groups) {
    let position = (batchInEpoch * labeledPerBatch + group) * (1 + ratio);
    const { video, round } = order.labeled.at(batch * labeledPerBatch + group, epoch);
    yield { video, phase, epoch, position, repeat: round - firstRound, role: "labeled" };
    position++;
    for (let member = 0; member < ratio; member++) {
      const index = (batchInEpoch * labeledPerBatch + group) * ratio + member;
      const { video, round } = order.unlabeled.at(index, epoch);
      yield { video, phase, epoch, position, repeat: round, role: "unlabeled" };
      position++;
    }
  }
}

/** The videos of one role in one phase as an endless list: one random order after another. */
class ShuffledVideos {
  readonly #role: Role;
  readonly #phase: number;
  readonly #seed: number;
  readonly #videos: readonly VideoSource[];
  /** The order used last, and what it was drawn for. */
  #shuffled: readonly VideoSource[] = [];
  #key: number | null = null;

  constructor(role: Role, options: RatioTicketsOptions & Pick<BatchRange, "phase">) {
    this.#role = role;
    this.#phase = options.phase;
    this.#seed = options.seed;
    this.#videos = options[role];
  }

  get count(): number {
    return this.#videos.length;
  }

  /** Returns the video at an index of the list, and how many times the list was used up before. */
  at(index: number, epoch: number): { readonly video: VideoSource; readonly round: number } {
    const round = Math.floor(index / this.count);
    const key = this.#role === "unlabeled" ? epoch : round;
    if (this.#key !== key) {
      const draws = drawsFor({
        seed: this.#seed,
        phase: this.#phase,
        epoch: key,
        video: "",
        role: this.#role,
        view: DRAW_KEY,
      });
      this.#shuffled = draws.shuffle(this.#videos);
      this.#key = key;
    }
    return { video: this.#shuffled[index % this.count]!, round };
  }
}
