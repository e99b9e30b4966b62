import type { Role, Ticket, VideoSource } from "../clip.ts";
import { drawsFor } from "../draws_for.ts";
import { batchesPerEpoch, type RatioTicketsOptions } from "./batches_per_epoch.ts";

/** Keys of the draws that order the videos; another spelling gives another order. */
const ORDER_KEYS: Readonly<Record<Role, string>> = {
  labeled: "order of labelled",
  unlabeled: "order of unlabelled",
};

/** A range of batches of a run, counted from 0 over all epochs. */
export interface BatchRange {
  /** The first batch. */
  readonly from: number;
  /** The batch after the last. */
  readonly to: number;
}

/**
 * Returns the videos of a run in order: in every batch, one labeled video is followed by `ratio`
 * unlabeled ones, `labeledPerBatch` times.
 *
 * Unlabeled videos: every epoch has its own random order and contains each video once; the last
 * batch is filled up from the start of that order. Labeled videos: one random order after another,
 * regardless of epochs, so the counts of two videos differ by at most one. The order is a function
 * of the options alone, so a run that is resumed at batch `from` gets the same videos.
 *
 * @throws {RangeError} If a list that is needed is empty, or a count is not an integer.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ratioTickets } from "@actnetformer/deno/operators/stream";
 *
 * const labeled = [{ id: "a", path: "a.mp4", label: 0 }];
 * const unlabeled = ["b", "c"].map((id) => ({ id, path: `${id}.mp4`, label: null }));
 * const options = { labeled, unlabeled, labeledPerBatch: 1, ratio: 2, seed: 1 };
 * const roles = Array.from(ratioTickets(options, { from: 0, to: 1 }), ({ role }) => role);
 * assert.deepEqual(roles, ["labeled", "unlabeled", "unlabeled"]);
 * ```
 */
export function ratioTickets(options: RatioTicketsOptions, range: BatchRange): Iterable<Ticket> {
  const perEpoch = batchesPerEpoch(options);
  return {
    *[Symbol.iterator]() {
      const labeled = new ShuffledVideos("labeled", options);
      const unlabeled = new ShuffledVideos("unlabeled", options);
      for (let batch = range.from; batch < range.to; batch++) {
        yield* batchTickets(batch, { perEpoch, labeled, unlabeled, options });
      }
    },
  };
}

/** What {@linkcode batchTickets} works with. */
interface VideoOrder {
  readonly perEpoch: number;
  readonly labeled: ShuffledVideos;
  readonly unlabeled: ShuffledVideos;
  readonly options: RatioTicketsOptions;
}

function* batchTickets(batch: number, order: VideoOrder): Iterable<Ticket> {
  const { perEpoch, options: { labeledPerBatch, ratio } } = order;
  const epoch = Math.floor(batch / perEpoch);
  const batchInEpoch = batch % perEpoch;
  const firstRound = Math.floor(epoch * perEpoch * labeledPerBatch / order.labeled.count);
  let position = batchInEpoch * labeledPerBatch * (1 + ratio);
  for (let group = 0; group < labeledPerBatch; group++) {
    const { video, round } = order.labeled.at(batch * labeledPerBatch + group, epoch);
    yield { video, epoch, position, repeat: round - firstRound, role: "labeled" };
    position++;
    for (let member = 0; member < ratio; member++) {
      const index = (batchInEpoch * labeledPerBatch + group) * ratio + member;
      const { video, round } = order.unlabeled.at(index, epoch);
      yield { video, epoch, position, repeat: round, role: "unlabeled" };
      position++;
    }
  }
}

/** The videos of one role as an endless list: one random order after another. */
class ShuffledVideos {
  readonly #role: Role;
  readonly #seed: number;
  readonly #videos: readonly VideoSource[];
  /** The order used last, and what it was drawn for. */
  #shuffled: readonly VideoSource[] = [];
  #key: number | null = null;

  constructor(role: Role, options: RatioTicketsOptions) {
    this.#role = role;
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
        epoch: key,
        video: "",
        view: ORDER_KEYS[this.#role],
      });
      this.#shuffled = draws.shuffle(this.#videos);
      this.#key = key;
    }
    return { video: this.#shuffled[index % this.count]!, round };
  }
}
