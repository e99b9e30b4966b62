import { median } from "../../pipeline/numbers/median.ts";
import { sum } from "../../pipeline/numbers/sum.ts";
import { BUCKET_BYTES } from "../../runtime/ops/mod.ts";
import type { ScaleInputs } from "./scale_model.ts";
import { findSetup, measuresOf } from "./setup_measures.ts";
import { type Link, LINK_GBIT, NAMES } from "./setups.ts";
import type { SetupResult, WorkersRow } from "./workers_report.ts";

/** Returns the bytes a second of a link; unlimited through a loopback interface. */
export function linkBytesPerSec(link: Link): number {
  const gbit = LINK_GBIT[link];
  return gbit === undefined ? Infinity : gbit * 1e9 / 8;
}

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
    bucketBytes: BUCKET_BYTES,
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
  const total = (value: (exchange: Exchange) => number) => sum(exchanges.map(value));
  const [bb, mm, bm] = [
    total(({ sentBytes }) => sentBytes ** 2),
    total(({ messages }) => messages ** 2),
    total(({ sentBytes, messages }) => sentBytes * messages),
  ];
  const [bt, mt] = [
    total(({ sentBytes, seconds }) => sentBytes * seconds),
    total(({ messages, seconds }) => messages * seconds),
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
  const bucketBytes = bucketMib === undefined ? BUCKET_BYTES : bucketMib * 2 ** 20;
  return {
    sentBytes: rounds / processes * bytes,
    messages: rounds * Math.max(1, Math.ceil(row.gradientBytes / bucketBytes)),
    seconds: median(turns.flatMap(({ exchanges }) => exchanges)),
  };
}
