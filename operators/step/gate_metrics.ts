import { type ByName, mapByName } from "../by_name.ts";
import type { HostValues } from "../device/host_values.ts";
import type { Gate } from "./gate.ts";

/** Measures of the pseudo-labels that one branch learned from in a step. */
export interface GateMetrics {
  /** The share of the unlabeled clips that passed. */
  readonly maskRate: number;
  /** Mean confidence of all clips. */
  readonly confidence: number;
  /** Number of clips by confidence, in ten equal bins from 0 to 1. */
  readonly histogram: readonly number[];
  /** Number of the clips whose hidden label is known, in the same bins. */
  readonly known: readonly number[];
  /** Number of these whose answer is right, whether it passed or not. */
  readonly knownRight: readonly number[];
  /** Number of clips that passed and whose hidden label is known. */
  readonly judged: number;
  /** Number of these clips whose pseudo-label is right. */
  readonly right: number;
}

const HISTOGRAM_BINS = 10;

/**
 * Compares the pseudo-labels of a step with the labels that training does not see.
 *
 * @param gate The pseudo-labels as numbers, see {@linkcode hostValues}.
 * @param hiddenLabels The labels of the same clips, -1 if unknown.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { gateMetrics } from "@actnetformer/deno/operators";
 *
 * const labels = Int32Array.of(3, 1);
 * const confidence = Float32Array.of(0.5, 1);
 * const primary = { labels, confidence, mask: Float32Array.of(0, 1) };
 * const metrics = gateMetrics({ pseudo: { primary } }, Int32Array.of(3, 1)).primary;
 * assert.deepEqual([metrics.maskRate, metrics.judged, metrics.right], [0.5, 1, 1]);
 * ```
 */
export function gateMetrics(
  gate: HostValues<Gate>,
  hiddenLabels: Int32Array,
): ByName<GateMetrics> {
  return mapByName<PseudoLabelValues, GateMetrics>(
    gate.pseudo,
    (pseudo) => metricsOf(pseudo, hiddenLabels),
  );
}

type PseudoLabelValues = HostValues<Gate>["pseudo"]["primary"];

function metricsOf(
  { labels, confidence, mask }: PseudoLabelValues,
  hiddenLabels: Int32Array,
): GateMetrics {
  const [histogram, known, knownRight] = [emptyBins(), emptyBins(), emptyBins()];
  let sum = 0;
  let passed = 0;
  let judged = 0;
  let right = 0;
  hiddenLabels.forEach((hidden, clip) => {
    const value = confidence[clip]!;
    const bin = Math.min(HISTOGRAM_BINS - 1, Math.floor(value * HISTOGRAM_BINS));
    sum += value;
    const isRight = Number(labels[clip] === hidden);
    const isKnown = hidden !== -1;
    histogram[bin]!++;
    if (isKnown) {
      known[bin]!++;
      knownRight[bin]! += isRight;
    }
    if (mask[clip] === 0) return;
    passed++;
    if (!isKnown) return;
    judged++;
    right += isRight;
  });
  const clips = hiddenLabels.length;
  return {
    maskRate: passed / clips,
    confidence: sum / clips,
    histogram,
    known,
    knownRight,
    judged,
    right,
  };
}

function emptyBins(): number[] {
  return new Array<number>(HISTOGRAM_BINS).fill(0);
}
