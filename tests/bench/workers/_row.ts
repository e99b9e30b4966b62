import { allSetups, type Setup } from "../../../bench/workers/setups.ts";
import type { SetupResult, WorkersRow } from "../../../bench/workers/workers_report.ts";

/** Bytes of gradients of the row: 60 buckets of 4 MiB. */
const GRADIENT_BYTES = 60 * 4 * 2 ** 20;

/** Times of the setups of the row, in seconds. */
interface MadeTimes {
  /** Seconds of a step. */
  readonly step: (setup: Setup) => number;
  /** Seconds of an exchange of all gradients. */
  readonly exchange?: (setup: Setup) => number;
}

/** Returns a row of 22 clips a step, with made-up times. */
export function madeRow({ step, exchange = () => 0.2 }: MadeTimes): WorkersRow {
  return {
    row: "c",
    title: "a pair",
    clips: 22,
    gradientBytes: GRADIENT_BYTES,
    measured: "2026-11-27",
    setups: allSetups(["channels_last"]).map((setup): SetupResult => ({
      ...setup,
      version: "1.0",
      turns: Array.from({ length: 3 }, () => ({
        losses: [20, 19],
        processes: Array.from({ length: setup.processes }, () => ({
          seconds: [step(setup), step(setup)],
          waits: [0.1, 0.1],
          losses: [18, 17],
        })),
        sentBytesPerStep: setup.areJoined ? 2 * GRADIENT_BYTES : 0,
        exchanges: setup.areJoined && setup.engine === "ours" ? [exchange(setup)] : [],
        memory: Array.from({ length: setup.processes }, () => 2 ** 30),
      })),
    })),
    skipped: [],
  };
}
