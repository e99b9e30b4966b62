import * as v from "valibot";
import { count, finite, finiteOrNull, share } from "./number_schemas.ts";

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
  /** Number of clips by confidence. */
  readonly histogram?: readonly number[];
}

/** One line of `metrics.jsonl`. NaN and infinities are written as null. */
export interface MetricsLine {
  /** What the line is about. */
  readonly kind: "step" | "validation" | "costs" | "evaluation";
  /** Steps done when it was written. */
  readonly step: number;
  /** Of a step: its loss. */
  readonly loss?: number | null;
  /** Of a step: the terms of the loss. */
  readonly lossTerms?: Readonly<Record<string, number | null>>;
  /** Of a step: its pseudo-labels by the network that learned from them. */
  readonly gate?: Readonly<Record<string, GateLine>> | undefined;
  /** Of a step: by network. */
  readonly learningRate?: Readonly<Record<string, number | null>>;
  /** Of a step: how long it took, by what was done. Of costs: how long the run took. */
  readonly seconds?: number | Readonly<Record<string, number>>;
  /** Of costs: seconds of the steps on the device. */
  readonly deviceSeconds?: number;
  /** Of costs: seconds in which the device waited for data. */
  readonly dataSeconds?: number;
  /** Of costs: maximum resident memory of a process. */
  readonly peakResidentBytes?: number;
  /** Of scores: shares of the videos by who answers. */
  readonly scores?: Readonly<Record<string, { readonly top1: number; readonly top5?: number }>>;
  /** Further numbers; anything JSON can hold. */
  readonly [name: string]: unknown;
}

/** Schema of a line of `metrics.jsonl`. */
export const metricsLineSchema: v.GenericSchema<unknown, MetricsLine> = v.looseObject({
  kind: v.picklist(["step", "validation", "costs", "evaluation"]),
  step: count,
  loss: v.exactOptional(finiteOrNull),
  lossTerms: v.exactOptional(v.record(v.string(), finiteOrNull)),
  gate: v.optional(
    v.record(
      v.string(),
      v.looseObject({
        maskRate: share,
        judged: count,
        right: count,
        confidence: v.exactOptional(finite),
        histogram: v.exactOptional(v.array(count)),
      }),
    ),
  ),
  learningRate: v.exactOptional(v.record(v.string(), finiteOrNull)),
  seconds: v.exactOptional(v.union([finite, v.record(v.string(), finite)])),
  deviceSeconds: v.exactOptional(finite),
  dataSeconds: v.exactOptional(finite),
  peakResidentBytes: v.exactOptional(finite),
  scores: v.exactOptional(
    v.record(v.string(), v.looseObject({ top1: share, top5: v.exactOptional(share) })),
  ),
});
