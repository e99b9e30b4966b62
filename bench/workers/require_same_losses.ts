import { NAMES, peerName } from "./setups.ts";
import type { SetupResult } from "./workers_report.ts";

/** Maximum relative difference of losses, at the first step and at the second. */
const TOLERANCE = [1e-4, 1e-2] as const;

/**
 * Requires that ours and PyTorch's steps of as many processes have the same losses, as otherwise
 * their times are not of the same work.
 *
 * @throws {Error} If some differ by more than the tolerance.
 */
export function requireSameLosses(setups: readonly SetupResult[]): void {
  for (const theirs of setups) {
    const { engine, processes } = theirs;
    if (engine === "ours" || theirs.name !== peerName(engine, processes)) continue;
    const name = processes === 1 ? NAMES.one : NAMES.workers;
    const ours = setups.find((other) => other.name === name);
    if (ours !== undefined) compare(ours, theirs);
  }
}

function compare(ours: SetupResult, theirs: SetupResult): void {
  TOLERANCE.forEach((tolerance, step) => {
    const ourLoss = ours.turns[0]!.losses[step]!;
    const theirLoss = theirs.turns[0]!.losses[step]!;
    if (Math.abs(ourLoss - theirLoss) <= tolerance * Math.abs(theirLoss)) return;
    throw new Error(
      `Cannot compare '${ours.name}' with '${theirs.name}' as the losses of step ${step} must be ` +
        `within ${tolerance}: ours is ${ourLoss}, theirs ${theirLoss}`,
    );
  });
}
