import type { Role, Ticket, VideoSource } from "../clip.ts";
import { drawsFor } from "../random.ts";

/** Keys of the draws that order the videos; another spelling is another order. */
const ORDER_KEYS: Readonly<Record<Role, string>> = {
  labeled: "order of labelled",
  unlabeled: "order of unlabelled",
};

/** Options of {@linkcode ratioTickets} and {@linkcode batchesPerEpoch}. */
export interface RatioTicketsOptions {
  /** Videos whose labels are used, one or more. */
  readonly labeled: readonly VideoSource[];
  /** Empty for training on labels alone, with a ratio of 0. */
  readonly unlabeled: readonly VideoSource[];
  /** Labeled clips in a batch. */
  readonly labeledPerBatch: number;
  /** Unlabeled clips for each labeled one. */
  readonly ratio: number;
  /** Of the run; all orders depend on it. */
  readonly seed: number;
}

/** Which batches of a run, counted from 0 over all epochs. */
export interface BatchRange {
  /** The first. */
  readonly from: number;
  /** The one after the last. */
  readonly to: number;
}

/**
 * The number of batches in an epoch: a pass over the unlabeled videos, or over the labeled ones
 * where the ratio is 0.
 *
 * @throws {RangeError} If a list is empty that must not be, or a count is not a whole number.
 */
export function batchesPerEpoch(options: RatioTicketsOptions): number {
  const { labeled, unlabeled, labeledPerBatch, ratio } = options;
  if (!Number.isInteger(labeledPerBatch) || labeledPerBatch < 1) {
    throw new RangeError(
      "Cannot order videos as 'labeledPerBatch' must be a positive integer: " +
        `current value is ${labeledPerBatch}`,
    );
  }
  if (!Number.isInteger(ratio) || ratio < 0) {
    throw new RangeError(
      `Cannot order videos as 'ratio' must be a non-negative integer: current value is ${ratio}`,
    );
  }
  if (labeled.length === 0) {
    throw new RangeError("Cannot order videos as 'labeled' must not be empty");
  }
  if ((unlabeled.length === 0) !== (ratio === 0)) {
    throw new RangeError(
      "Cannot order videos as 'ratio' must be 0 without unlabeled videos and positive with them: " +
        `current value is ${ratio} for ${unlabeled.length} unlabeled videos`,
    );
  }
  return ratio === 0
    ? Math.ceil(labeled.length / labeledPerBatch)
    : Math.ceil(unlabeled.length / (labeledPerBatch * ratio));
}

/**
 * The order of the videos in a run: in every batch one labeled video is followed by `ratio`
 * unlabeled ones, `labeledPerBatch` times.
 *
 * Unlabeled: every epoch has its own random order and shows each video once; the last batch is
 * filled up from the start of that order. Labeled: one random order after another, without regard to
 * epochs, so that no video is ever shown two times more often than another. The order is a function
 * of the options alone, so a run that is resumed at batch `from` sees what it would have seen.
 *
 * @throws {RangeError} As {@linkcode batchesPerEpoch}.
 */
export function ratioTickets(options: RatioTicketsOptions, range: BatchRange): Iterable<Ticket> {
  const perEpoch = batchesPerEpoch(options);
  const { labeledPerBatch, ratio, seed } = options;

  /** The `index`-th place of an endless row of random orders; keeps the order that was used last. */
  function row(videos: readonly VideoSource[], role: Role) {
    let shuffled: readonly VideoSource[] = [];
    let current = "";
    return (index: number, epoch: number) => {
      const round = Math.floor(index / videos.length);
      const key = role === "unlabeled" ? epoch : round;
      if (current !== String(key)) {
        current = String(key);
        shuffled = drawsFor({ seed, epoch: key, video: "", view: ORDER_KEYS[role] })
          .shuffle(videos);
      }
      return { video: shuffled[index % videos.length]!, round };
    };
  }

  return {
    *[Symbol.iterator]() {
      const labeled = row(options.labeled, "labeled");
      const unlabeled = row(options.unlabeled, "unlabeled");
      for (let batch = range.from; batch < range.to; batch++) {
        const epoch = Math.floor(batch / perEpoch);
        const inEpoch = batch % perEpoch;
        const firstRound = Math.floor(
          epoch * perEpoch * labeledPerBatch / options.labeled.length,
        );
        let position = inEpoch * labeledPerBatch * (1 + ratio);
        for (let row = 0; row < labeledPerBatch; row++) {
          const { video, round } = labeled(batch * labeledPerBatch + row, epoch);
          yield {
            video,
            epoch,
            position: position++,
            repeat: round - firstRound,
            role: "labeled",
          };
          for (let column = 0; column < ratio; column++) {
            const index = (inEpoch * labeledPerBatch + row) * ratio + column;
            const { video, round } = unlabeled(index, epoch);
            yield { video, epoch, position: position++, repeat: round, role: "unlabeled" };
          }
        }
      }
    },
  };
}

/**
 * Another video for the place of one that cannot be read, for the `onFailure` of {@linkcode decode}.
 *
 * It has the same role, and is drawn from the ticket and the number of the attempt alone, so that a
 * run with a broken video is as repeatable as any. Null where no other video has that role.
 */
export function replacementTicket(
  videos: Readonly<Record<Role, readonly VideoSource[]>>,
  seed: number,
): (ticket: Ticket, attempt: number) => Ticket | null {
  return (ticket, attempt) => {
    const others = videos[ticket.role].filter((video) => video.id !== ticket.video.id);
    if (others.length === 0) return null;
    const draws = drawsFor({
      seed,
      epoch: ticket.epoch,
      video: ticket.video.id,
      view: `replacement ${ticket.position} ${attempt}`,
    });
    return { ...ticket, video: draws.pick(others) };
  };
}
