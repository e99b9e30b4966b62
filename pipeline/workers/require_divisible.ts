import type { Config } from "../config/config.ts";
import type { Method } from "../methods/method.ts";
import { tooFewUnlabeled } from "./too_few_unlabeled.ts";

/** What {@linkcode requireDivisible} looks at. */
export interface RequireDivisibleOptions {
  readonly method: Pick<Method, "memory" | "losses" | "leastUnlabeled">;
  /** Number of workers. */
  readonly size: number;
}

/**
 * Requires that the steps of a run can be divided among workers.
 *
 * @throws {RangeError} If the clips cannot be divided evenly, a part of a step has too few unlabeled
 * ones for the method, or this has a memory, which would be of one worker's clips.
 */
export function requireDivisible(
  config: Config,
  { method, size }: RequireDivisibleOptions,
): void {
  const { schedule: { labeledPerStep, accumulate }, method: { name } } = config;
  const refuse = (rule: string) => {
    throw new RangeError(`Cannot train on ${size} workers as ${rule}`);
  };
  if (method.memory !== undefined) {
    refuse(
      "the method must remember nothing from step to step, which each would know of its own clips " +
        `only: current value is ${name} (method.name)`,
    );
  }
  const parts = size * accumulate;
  if (labeledPerStep % parts !== 0) {
    const inParts = accumulate === 1 ? "" : ` times schedule.accumulate (${accumulate})`;
    refuse(
      `schedule.labeledPerStep, the clips of all, must be a multiple of the ${size} workers` +
        `${inParts}: current value is ${labeledPerStep}`,
    );
  }
  const tooFew = tooFewUnlabeled(config, { method, size });
  if (tooFew !== undefined) refuse(tooFew);
}
