import type { Config } from "../config/config.ts";
import type { Method } from "../methods/method.ts";

/** How a step is divided. */
export interface DividedStep {
  readonly method: Pick<Method, "losses" | "leastUnlabeled">;
  /** Number of workers. */
  readonly size: number;
  /**
   * Parts in which each worker computes a step.
   *
   * @default those that are configured
   */
  readonly accumulate?: number | undefined;
}

/** Clips that a contrastive loss compares. */
const LEAST_CONTRASTED = 2;

/**
 * Returns what is wrong if a part of a step has fewer unlabeled clips than the method needs, as the
 * rest of a sentence; undefined if it has enough.
 */
export function tooFewUnlabeled(
  { schedule, workers, method: { name } }: Pick<Config, "schedule" | "workers" | "method">,
  { method, size, accumulate = schedule.accumulate }: DividedStep,
): string | undefined {
  const { losses, leastUnlabeled = 0 } = method;
  const all = schedule.labeledPerStep * schedule.unlabeledPerLabeled / accumulate;
  const own = all / size;
  const where = size > 1 ? " on each worker" : "";
  const isAlone = workers.contrast === "own";
  const contrasted = isAlone ? own : all;
  if (losses.includes("contrast") && contrasted < LEAST_CONTRASTED) {
    const remedy = isAlone && size > 1 ? `${where}, or all of them (workers.contrast)` : "";
    return rule("the contrastive loss", LEAST_CONTRASTED, remedy, contrasted);
  }
  return own < leastUnlabeled ? rule(`the method ${name}`, leastUnlabeled, where, own) : undefined;
}

function rule(what: string, least: number, where: string, count: number): string {
  return `${what} must have at least ${least} unlabeled clips in each part of a step${where}: ` +
    `current value is ${count}`;
}
