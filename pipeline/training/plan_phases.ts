import { pipe } from "rxjs";
import type { Model } from "../../models/mod.ts";
import {
  dualForward,
  mergeLosses,
  type PerNetwork,
  type RatioTicketsOptions,
} from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import type { Method, MethodPhase } from "../methods/method.ts";
import { sum } from "../numbers/sum.ts";
import { clipsSeen } from "../methods/clips_seen.ts";
import { classShares } from "./class_shares.ts";
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
 * Plans the phases of a run: those of the method, or labels alone for `method.supervisedShare` of
 * the steps and then the method. In a phase on labels alone, unlabeled videos are neither decoded
 * nor seen by the networks; a teacher starts from what the network is after it.
 *
 * @throws {RangeError} If the shares of the method's phases do not add up to 1.
 * @throws {TypeError} If a pipeline of the method does not return an operator.
 */
export function planPhases(
  config: Config,
  { method, networks, order, totalSteps }: PlanPhasesOptions,
): Phase[] {
  const { method: settings } = config;
  const planned = method.phases?.(settings) ?? usualPhases(method, settings);
  const given = {
    ...settings,
    clips: Object.keys(clipsSeen(config, method)),
    classShares: classShares(order.labeled, networks.primary.config.classes),
  };
  const shares = planned.map(({ share }) => share);
  requireWhole(shares, settings.name);
  return planned.map((phase, index): Phase => {
    const from = Math.round(sum(shares.slice(0, index)) * totalSteps);
    const isLast = index === planned.length - 1;
    return {
      from,
      to: isLast ? totalSteps : Math.round(sum(shares.slice(0, index + 1)) * totalSteps),
      order: phase.unlabeled ? order : { ...order, unlabeled: [], ratio: 0 },
      pipeline: requireOperator(phase.pipeline(networks, given), settings.name),
      losses: phase.losses,
      rate: phase.restartRate === undefined
        ? { factor: 1, from: 0 }
        : { factor: phase.restartRate, from },
      isAverageCopy: method.teacher === true && !phase.unlabeled,
    };
  }).filter(({ from, to }) => from < to);
}

function requireOperator(pipeline: Phase["pipeline"], method: string): Phase["pipeline"] {
  if (typeof pipeline === "function") return pipeline;
  throw new TypeError(
    `Cannot train by ${method} as its pipeline must return an operator of streams: ` +
      `current value is ${pipeline}`,
  );
}

function usualPhases(method: Method, { supervisedShare }: Config["method"]): MethodPhase[] {
  const losses = ["supervisedPrimary", ...method.dual ? ["supervisedAuxiliary"] : []];
  const pipeline: Method["pipeline"] = (networks) => pipe(dualForward(networks), mergeLosses());
  const whole: MethodPhase = {
    share: 1 - supervisedShare,
    unlabeled: method.unlabeled,
    // Called as the method's, which may need its `this`.
    pipeline: (networks, settings) => method.pipeline(networks, settings),
    losses: method.losses,
  };
  return [{ share: supervisedShare, unlabeled: false, pipeline, losses }, whole];
}

function requireWhole(shares: readonly number[], method: string): void {
  const total = sum(shares);
  if (Math.abs(total - 1) < 1e-9 && shares.every((share) => share >= 0)) return;
  throw new RangeError(
    `Cannot train by ${method} as the shares of its phases must be at least 0 and add up to 1: ` +
      `current value is ${shares.join(" + ")}`,
  );
}
