import * as v from "valibot";
import { amount, count, finite, finiteOrNull, share } from "./number_schemas.ts";

/** Version of the lines of `metrics.jsonl` that this program writes. */
export const METRICS_VERSION = 1;

/** Measures of the pseudo-labels that a network learned from in a step, as the metrics have them. */
export interface GateLine {
  /** Share of the unlabeled clips that got a pseudo-label. */
  readonly maskRate: number;
  /** Number of those whose true label is known. */
  readonly judged: number;
  /** Number of these that are right. */
  readonly right: number;
  /** Mean confidence of all clips. */
  readonly confidence?: number;
  /** Number of clips by confidence, in equal bins from 0 to 1. */
  readonly histogram?: readonly number[];
  /** Number of the clips whose true label is known, in the same bins. */
  readonly known?: readonly number[];
  /** Number of these whose answer is right, whether it passed or not. */
  readonly knownRight?: readonly number[];
}

/** One line of `metrics.jsonl`. NaN and infinities are written as null. */
export interface MetricsLine {
  /** Version of the line's format; lines that were written before it was counted have none. */
  readonly version?: number;
  /** What the line is about. */
  readonly kind: "step" | "validation" | "costs" | "evaluation";
  /** Steps done when it was written. */
  readonly step: number;
  /** Of a step: its epoch, counted from 0. */
  readonly epoch?: number;
  /** Of a step: its loss. */
  readonly loss?: number | null;
  /** Of a step: the terms of the loss. */
  readonly lossTerms?: Readonly<Record<string, number | null>>;
  /** Of a step: its pseudo-labels by the network that learned from them. */
  readonly gate?: Readonly<Record<string, GateLine>> | undefined;
  /** Of a step: share of the unlabeled clips to which both networks give the same class. */
  readonly agreement?: number | null | undefined;
  /** Of a step: by network. */
  readonly learningRate?: Readonly<Record<string, number | null>>;
  /** Of a step: norm of the gradient by network, before it was scaled down. */
  readonly gradientNorm?: Readonly<Record<string, number | null>>;
  /** Of a step: how long it took, by what was done. Of costs: how long the run took. */
  readonly seconds?: number | Readonly<Record<string, number>>;
  /** Of costs: seconds of the steps on the device. */
  readonly deviceSeconds?: number;
  /** Of costs: seconds in which the device waited for data. */
  readonly dataSeconds?: number;
  /** Of costs: maximum resident memory of a process. */
  readonly peakResidentBytes?: number;
  /** Of costs: whether videos were decoded again for each clip, for lack of room. */
  readonly lackedRoom?: boolean;
  /** Of scores: shares of the videos by who answers. */
  readonly scores?: Readonly<Record<string, { readonly top1: number; readonly top5?: number }>>;
  /** Further numbers; anything JSON can hold. */
  readonly [name: string]: unknown;
}

/** Schema of the measures of pseudo-labels. */
const gateLineSchema = v.looseObject({
  maskRate: share,
  confidence: v.exactOptional(finite),
  histogram: v.exactOptional(v.array(count)),
  known: v.exactOptional(v.array(count)),
  knownRight: v.exactOptional(v.array(count)),
  judged: count,
  right: count,
});

const byName = v.record(v.string(), finiteOrNull);

/** Schema of a line of `metrics.jsonl`: docs/metrics.md describes its fields. */
export const metricsLineSchema = v.looseObject({
  version: v.exactOptional(
    v.pipe(
      count,
      v.check(
        (version) => version === METRICS_VERSION,
        `must be ${METRICS_VERSION}, or a later version of this program has written it`,
      ),
    ),
  ),
  kind: v.picklist(["step", "validation", "costs", "evaluation"]),
  step: count,
  epoch: v.exactOptional(count),
  loss: v.exactOptional(finiteOrNull),
  lossTerms: v.exactOptional(byName),
  gate: v.optional(v.record(v.string(), gateLineSchema)),
  agreement: v.optional(finiteOrNull),
  learningRate: v.exactOptional(byName),
  gradientNorm: v.exactOptional(byName),
  seconds: v.exactOptional(v.union([finite, v.record(v.string(), finite)])),
  deviceSeconds: v.exactOptional(amount),
  dataSeconds: v.exactOptional(amount),
  peakResidentBytes: v.exactOptional(amount),
  lackedRoom: v.exactOptional(v.boolean()),
  scores: v.exactOptional(
    v.record(v.string(), v.looseObject({ top1: share, top5: v.exactOptional(share) })),
  ),
}) satisfies v.GenericSchema<unknown, MetricsLine>;
