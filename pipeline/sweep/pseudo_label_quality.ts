import { mean } from "../numbers/mean.ts";
import { sum } from "../numbers/sum.ts";
import type { MetricsLine } from "../run/metrics_line.ts";

/** What the gate let through over a stretch of steps. */
export interface PseudoLabelQuality {
  /** Share of the unlabeled clips that got a pseudo-label. */
  readonly maskRate: number;
  /** Share of those, where the true label is known, that were right; null if none is known. */
  readonly right: number | null;
  /** Number of those whose true label is known. */
  readonly judged: number;
  /** Mean confidence of all clips, whether they passed or not; undefined if it was not recorded. */
  readonly confidence?: number | undefined;
  /**
   * Share of all clips with a known label whose answer is right: a calibrated network has it equal to
   * the confidence. Undefined if it was not recorded, or no label is known.
   */
  readonly accuracy?: number | undefined;
}

/** The quality by the network that learns from the pseudo-labels. */
export type QualityByNetwork = Readonly<Record<string, PseudoLabelQuality>>;

/** The gate of one step by network. */
type StepGate = NonNullable<MetricsLine["gate"]>;

/** Stretches of steps that the quality is given for. */
const STRETCHES = 10;

/**
 * Returns the quality of a run's pseudo-labels over each tenth of the steps that had any, the first
 * one first; undefined if no step had. Of fewer than ten steps each is one of its own.
 */
export function pseudoLabelQuality(
  lines: readonly MetricsLine[],
): readonly QualityByNetwork[] | undefined {
  const gates = lines.flatMap(({ gate }) => gate === undefined ? [] : [gate]);
  if (gates.length === 0) return undefined;
  const stretches = Math.min(STRETCHES, gates.length);
  const start = (stretch: number) => Math.round(stretch * gates.length / stretches);
  return Array.from(
    { length: stretches },
    (_, stretch) => qualityOver(gates.slice(start(stretch), start(stretch + 1))),
  );
}

function qualityOver(steps: readonly StepGate[]): QualityByNetwork {
  const networks = Object.keys(steps[0] ?? {});
  return Object.fromEntries(networks.map((network) => {
    const gates = steps.flatMap((step) => step[network] ?? []);
    const judged = sum(gates.map((gate) => gate.judged));
    const right = sum(gates.map((gate) => gate.right));
    const maskRate = sum(gates.map((gate) => gate.maskRate)) / steps.length;
    return [network, {
      maskRate: rounded(maskRate),
      right: judged === 0 ? null : rounded(right / judged),
      judged,
      ...calibrationOver(gates),
    }];
  }));
}

function calibrationOver(
  gates: readonly StepGate[string][],
): Pick<PseudoLabelQuality, "confidence" | "accuracy"> {
  const confidences = gates.flatMap(({ confidence }) => confidence ?? []);
  const known = sum(gates.flatMap((gate) => gate.known ?? []));
  if (confidences.length < gates.length || known === 0) return {};
  const right = sum(gates.flatMap((gate) => gate.knownRight ?? []));
  return { confidence: rounded(mean(confidences)), accuracy: rounded(right / known) };
}

/** More digits would only make the files of results long. */
function rounded(share: number): number {
  return Number(share.toFixed(4));
}
