import { pipe } from "rxjs";
import type { Model } from "../../models/mod.ts";
import {
  dualForward,
  mergeLosses,
  type PerNetwork,
  type RatioTicketsOptions,
} from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import type { Method } from "../method/method.ts";
import type { Phase } from "./phase.ts";

/** What {@linkcode planPhases} plans for. */
export interface PlanPhasesOptions {
  readonly method: Method;
  readonly networks: PerNetwork<Model>;
  /** The order of all videos of the run. */
  readonly order: RatioTicketsOptions;
  /** Steps of the whole run. */
  readonly totalSteps: number;
}

/**
 * Plans the phases of a run: labels alone for `method.supervisedShare` of the steps, in which
 * unlabeled videos are neither decoded nor seen by the networks, then the method.
 */
export function planPhases(
  { method: settings }: Config,
  { method, networks, order, totalSteps }: PlanPhasesOptions,
): Phase[] {
  const supervisedSteps = Math.round(settings.supervisedShare * totalSteps);
  const supervised: Phase = {
    from: 0,
    to: supervisedSteps,
    order: { ...order, unlabeled: [], ratio: 0 },
    pipeline: pipe(dualForward(networks), mergeLosses()),
    losses: method.losses.filter((name) => name.startsWith("supervised")),
  };
  const whole: Phase = {
    from: supervisedSteps,
    to: totalSteps,
    order,
    pipeline: method.pipeline(networks, settings),
    losses: method.losses,
  };
  return [supervised, whole].filter(({ from, to }) => from < to);
}
