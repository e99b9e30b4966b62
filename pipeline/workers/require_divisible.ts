import type { Config } from "../config/config.ts";
import type { Method } from "../methods/method.ts";
import { contrastedClips } from "./contrasted_clips.ts";

/** What {@linkcode requireDivisible} looks at. */
export interface RequireDivisibleOptions {
  readonly method: Pick<Method, "memory" | "losses">;
  /** Number of workers. */
  readonly size: number;
}

/**
 * Requires that the steps of a run can be divided among workers.
 *
 * @throws {RangeError} If the clips cannot be divided evenly, too few are left to be contrasted, or
 * the method has a memory, which would be of one worker's clips.
 */
export function requireDivisible(
  config: Config,
  { method, size }: RequireDivisibleOptions,
): void {
  const { schedule: { labeledPerStep, accumulate }, method: { name }, workers } = config;
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
  const contrasted = contrastedClips(config, { size });
  if (method.losses.includes("contrast") && workers.contrast === "own" && contrasted < 2) {
    refuse(
      "workers.contrast must be all, or each have at least 2 unlabeled clips in each part of a " +
        `step: current value is ${contrasted}`,
    );
  }
}
