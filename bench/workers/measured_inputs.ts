import { median } from "../../pipeline/numbers/median.ts";
import type { ScaleInputs } from "./scale_model.ts";
import { findSetup, measuresOf } from "./setup_measures.ts";
import { type Link, NAMES } from "./setups.ts";
import type { SetupResult, WorkersRow } from "./workers_report.ts";

/** Bytes a second of a link; unlimited through a loopback interface. */
export const LINK_BYTES_PER_SEC: Readonly<Record<Link, number>> = {
  "loopback": Infinity,
  "10 Gbit/s": 10e9 / 8,
  "1 Gbit/s": 1e9 / 8,
};

/** What the bench cannot measure, or does not: a user's own numbers are better. */
export const ASSUMED = {
  /** Between the machines of one network. */
  latencySec: 50e-6,
  /** A backward pass computes twice what the forward pass does. */
  overlap: 2 / 3,
  /** Eight frames of H.264, 340×256 pixels: two cores decode 112 frames a second. */
  decodeSecPerClip: 2 * 8 / 112,
  largestBatch: 1024,
} as const;

/** Bytes of a bucket where nothing else is said. */
export const DEFAULT_BUCKET_BYTES = 4 * 2 ** 20;

/**
 * Returns what a row's setups without a limited link say of its workers, which decode nothing;
 * undefined if too little was measured.
 */
export function measuredInputs(row: WorkersRow): ScaleInputs | undefined {
  const apart = findSetup(row, NAMES.apart);
  const workers = findSetup(row, NAMES.workers);
  if (apart === undefined || workers === undefined) return undefined;
  const clipsPerWorker = row.clips / workers.processes;
  return {
    computeSecPerClip: measuresOf(apart, row).stepSec / clipsPerWorker,
    clipsPerWorker,
    gradientBytes: row.gradientBytes,
    bucketBytes: DEFAULT_BUCKET_BYTES,
    linkBytesPerSec: Infinity,
    ...handlingOf(row),
    ...ASSUMED,
    latencySec: 0,
    isProcessor: true,
    decodeSecPerClip: 0,
    cores: 1,
  };
}

/** An exchange of all gradients through the loopback interface. */
interface Exchange {
  readonly sentBytes: number;
  readonly messages: number;
  readonly seconds: number;
}

/**
 * Divides the time of exchanges into what depends on their bytes and what depends on the number of
 * messages, by the line with the least squares through all setups of the loopback interface.
 */
function handlingOf(row: WorkersRow): Pick<ScaleInputs, "hostBytesPerSec" | "messageSec"> {
  const exchanges = row.setups.filter(isLoopback).map((setup) => exchangeOf(setup, row));
  const sum = (value: (exchange: Exchange) => number) =>
    exchanges.reduce((total, exchange) => total + value(exchange), 0);
  const [bb, mm, bm] = [
    sum(({ sentBytes }) => sentBytes ** 2),
    sum(({ messages }) => messages ** 2),
    sum(({ sentBytes, messages }) => sentBytes * messages),
  ];
  const [bt, mt] = [
    sum(({ sentBytes, seconds }) => sentBytes * seconds),
    sum(({ messages, seconds }) => messages * seconds),
  ];
  const determinant = bb * mm - bm ** 2;
  const messageSec = (bb * mt - bm * bt) / determinant;
  const secPerByte = (mm * bt - bm * mt) / determinant;
  // Neither can be negative: noise, or exchanges that are all alike.
  if (!(messageSec > 0)) return { messageSec: 0, hostBytesPerSec: bb / bt };
  if (!(secPerByte > 0)) return { messageSec: mt / mm, hostBytesPerSec: Infinity };
  return { messageSec, hostBytesPerSec: 1 / secPerByte };
}

function isLoopback({ engine, link, areJoined, arePinned }: SetupResult): boolean {
  return engine === "ours" && link === "loopback" && areJoined && arePinned;
}

function exchangeOf(setup: SetupResult, row: WorkersRow): Exchange {
  const { processes, bucketMib, precision, turns } = setup;
  const bytes = row.gradientBytes / (precision === "bf16" ? 2 : 1);
  const rounds = 2 * (processes - 1);
  // Buckets are cut by bytes in float32, whatever they are sent in.
  const bucketBytes = bucketMib === undefined ? DEFAULT_BUCKET_BYTES : bucketMib * 2 ** 20;
  return {
    sentBytes: rounds / processes * bytes,
    messages: rounds * Math.max(1, Math.ceil(row.gradientBytes / bucketBytes)),
    seconds: median(turns.flatMap(({ exchanges }) => exchanges)),
  };
}
