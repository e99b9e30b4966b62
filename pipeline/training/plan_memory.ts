import type { RatioTicketsOptions } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import type { MemorySpecs } from "../methods/memory_spec.ts";
import type { Method } from "../methods/method.ts";
import { requireReturned } from "../methods/require_returned.ts";
import { clipsPerStep } from "./clips_per_step.ts";

/** What {@linkcode planMemory} plans for. */
export interface PlanMemoryOptions {
  readonly method: Pick<Method, "memory" | "means">;
  /** Number of classes. */
  readonly classes: number;
  /** The order of all videos of the run. */
  readonly order: RatioTicketsOptions;
}

/**
 * Returns what the method of a run remembers from step to step; undefined if nothing.
 *
 * @throws {ConfigError} If the method cannot remember as much as is configured.
 * @throws {Error} If its `memory` or `means` returns something else than a Method's.
 */
export function planMemory(
  { method: settings }: Config,
  { method, classes, order }: PlanMemoryOptions,
): MemorySpecs | undefined {
  const surroundings = {
    classes,
    labeled: order.labeled.length,
    unlabeled: order.unlabeled.length,
    clipsPerStep: clipsPerStep(order),
  };
  let specs: MemorySpecs | undefined;
  for (const field of ["memory", "means"] as const) {
    const returned = method[field]?.(settings, surroundings);
    if (method[field] === undefined) continue;
    requireReturned({ method: settings.name, field, value: returned });
    specs = { ...specs, ...returned };
  }
  return specs;
}
