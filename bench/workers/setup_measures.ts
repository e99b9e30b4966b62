import { median } from "../../pipeline/numbers/median.ts";
import { sum } from "../../pipeline/numbers/sum.ts";
import { hostsName, NAMES, peerName } from "./setups.ts";
import type { SetupResult, Turn, WorkersRow } from "./workers_report.ts";

/** What the turns of a setup amount to: medians of turns. */
export interface SetupMeasures {
  readonly clipsPerSec: number;
  /** Clips a second as a multiple of those of one process of the same engine. */
  readonly ratio: number | null;
  /**
   * Share of the time in which two workers do not compute: what their steps take longer than those
   * of two processes that exchange nothing. Null where that was not measured.
   */
  readonly exchangeShare: number | null;
  /** Share of the time in which a worker waits until the other is ready for the step. */
  readonly waitShare: number;
  /** Bytes that all processes together sent in a step. */
  readonly sentBytesPerStep: number | null;
  /** Seconds that sending all gradients takes while nothing is computed. */
  readonly exchangeSec: number | null;
  /** Seconds of a step. */
  readonly stepSec: number;
  /** Peak of the resident memory of all processes in bytes. */
  readonly memory: number;
}

/** Finds a setup of a row by its name. */
export function findSetup(
  { setups }: Pick<WorkersRow, "setups">,
  name: string,
): SetupResult | undefined {
  return setups.find((setup) => setup.name === name);
}

/** Returns the measures of a setup. */
export function measuresOf(setup: SetupResult, row: WorkersRow): SetupMeasures {
  const clipsPerSec = clipsPerSecOf(setup, row);
  const stepSec = stepSecOf(setup);
  const { engine } = setup;
  const one = findSetup(row, engine === "ours" ? NAMES.one : peerName(engine, 1));
  const apart = findSetup(row, NAMES.apart);
  const hasApart = engine === "ours" && setup.areJoined && setup.arePinned && apart !== undefined;
  const bytes = setup.turns.map(({ sentBytesPerStep }) => sentBytesPerStep);
  const exchanges = setup.turns.flatMap(({ exchanges }) => exchanges);
  return {
    clipsPerSec,
    ratio: one === undefined || one === setup ? null : clipsPerSec / clipsPerSecOf(one, row),
    exchangeShare: hasApart ? 1 - stepSecOf(apart) / stepSec : null,
    waitShare: median(setup.turns.map(waitShareOf)),
    sentBytesPerStep: bytes.includes(null) ? null : median(bytes.map(Number)),
    exchangeSec: exchanges.length === 0 ? null : median(exchanges),
    stepSec,
    memory: median(setup.turns.map(({ memory }) => sum(memory))),
  };
}

/** Returns the clips a second of our two workers as a multiple of the fastest of PyTorch's. */
export function besidePeers(row: WorkersRow): number | null {
  const ours = findSetup(row, NAMES.workers);
  const peers = row.setups.filter(({ engine, processes }) => engine !== "ours" && processes === 2);
  if (ours === undefined || peers.length === 0) return null;
  return clipsPerSecOf(ours, row) / Math.max(...peers.map((peer) => clipsPerSecOf(peer, row)));
}

/** Returns the names of the setups of two hosts, the fastest link first. */
export function linkNames(): readonly string[] {
  return [NAMES.workers, hostsName("10 Gbit/s"), hostsName("1 Gbit/s")];
}

function clipsPerSecOf({ turns }: SetupResult, { clips }: WorkersRow): number {
  return median(turns.map(({ processes }) => {
    const own = clips / processes.length;
    return sum(processes.map(({ seconds }) => own / median(seconds)));
  }));
}

function stepSecOf({ turns }: SetupResult): number {
  return median(turns.map(({ processes }) => {
    return Math.max(...processes.map(({ seconds }) => median(seconds)));
  }));
}

function waitShareOf({ processes }: Turn): number {
  return sum(processes.map(({ waits }) => sum(waits))) /
    sum(processes.map(({ seconds }) => sum(seconds)));
}
