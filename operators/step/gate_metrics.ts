import type { HostValues } from "../device/host_values.ts";
import type { Gate } from "./confidence_gate.ts";
import type { PerNetwork } from "./step_input.ts";

/** What a gate let through to one network in a step. */
export interface GateMetrics {
  /** The share of the unlabeled clips that passed. */
  readonly maskRate: number;
  /** Mean confidence of all clips. */
  readonly confidence: number;
  /** Clips by confidence, in ten equal parts of 0 to 1. */
  readonly histogram: readonly number[];
  /** Clips that passed and whose hidden label somebody knows. */
  readonly judged: number;
  /** Those of them with the right pseudo-label. */
  readonly right: number;
}

const HISTOGRAM_BINS = 10;

/**
 * What the gate saw in a step, against the labels that training does not see.
 *
 * @param gate the pseudo-labels as numbers
 * @param hiddenLabels of the same clips, -1 where nobody knows
 */
export function gateMetrics(
  gate: HostValues<Gate>,
  hiddenLabels: Int32Array,
): PerNetwork<GateMetrics> {
  const metrics = ({ labels, confidence, mask }: HostValues<Gate>["pseudo"]["primary"]) => {
    const histogram = new Array<number>(HISTOGRAM_BINS).fill(0);
    let sum = 0;
    let passed = 0;
    let judged = 0;
    let right = 0;
    hiddenLabels.forEach((hidden, clip) => {
      sum += confidence[clip]!;
      histogram[Math.min(HISTOGRAM_BINS - 1, Math.floor(confidence[clip]! * HISTOGRAM_BINS))]!++;
      if (mask[clip] === 0) return;
      passed++;
      if (hidden === -1) return;
      judged++;
      if (labels[clip] === hidden) right++;
    });
    const clips = hiddenLabels.length;
    return { maskRate: passed / clips, confidence: sum / clips, histogram, judged, right };
  };
  const { primary, auxiliary } = gate.pseudo;
  return auxiliary === undefined
    ? { primary: metrics(primary) }
    : { primary: metrics(primary), auxiliary: metrics(auxiliary) };
}
