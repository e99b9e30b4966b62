import { isDeepStrictEqual } from "node:util";
import { sum } from "../numbers/sum.ts";
import type { MetricsLine } from "../run/metrics_line.ts";
import type { Curve, CurvePanel, CurvePoint } from "./curve_panel.ts";
import { validationScores } from "./validation_scores.ts";

/** About how many points a curve has: as many as can be told apart. */
const POINTS = 120;

/** A term of the loss, as it is drawn. */
type Term = Pick<Curve, "name" | "meaning" | "isDashed">;

const SUPERVISED = { name: "supervised", meaning: "on labeled clips" } as const;

const PSEUDO = {
  name: "pseudo-labels",
  meaning: "on unlabeled clips that passed the gate",
} as const;

/** Terms of the loss, by what `metrics.jsonl` calls them. */
const TERMS: Readonly<Record<string, Term>> = {
  supervised: { ...SUPERVISED, isDashed: false },
  pseudo: { ...PSEUDO, isDashed: false },
  supervisedPrimary: { ...SUPERVISED, isDashed: false },
  supervisedAuxiliary: { ...SUPERVISED, isDashed: true },
  pseudoPrimary: { ...PSEUDO, isDashed: false },
  pseudoAuxiliary: { ...PSEUDO, isDashed: true },
  contrast: {
    name: "contrast",
    meaning: "small where the networks see a clip alike",
    isDashed: false,
  },
  alignment: {
    name: "alignment",
    meaning: "small where the stages of both networks are alike",
    isDashed: false,
  },
};

/** How a term is drawn; of those that are not known, `groupContrast` as "group contrast". */
function termOf(term: string): Term {
  const name = term.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return TERMS[term] ?? { name, meaning: "a term of the method", isDashed: false };
}

/** Steps in a row, over which a curve's point is the mean. */
type Stretch = readonly MetricsLine[];

/**
 * Turns the metrics of a run into panels of curves: losses, pseudo-labels, scores over the
 * validation videos, and learning rates. Values of steps are means over stretches of steps; a panel
 * without values is omitted.
 */
export function curvePanels(metrics: readonly MetricsLine[]): CurvePanel[] {
  const steps = metrics.filter(({ kind }) => kind === "step");
  const stretches = divide(steps, stepsPerPoint(steps.length));
  const panels: CurvePanel[] = [
    { title: "Loss", unit: "none", hasDots: false, curves: lossCurves(stretches) },
    {
      title: "Pseudo-labels (%)",
      unit: "percent",
      hasDots: false,
      curves: pseudoLabelCurves(stretches),
    },
    {
      title: "Validation videos answered right (top-1, %)",
      unit: "percent",
      hasDots: true,
      curves: scoreCurves(metrics),
    },
    { title: "Learning rate", unit: "none", hasDots: false, curves: rateCurves(stretches) },
  ];
  return panels.map((panel) => ({
    ...panel,
    curves: panel.curves.filter(({ points }) => points.length > 0),
  })).filter(({ curves }) => curves.length > 0);
}

/** Returns how many steps are averaged into a point. */
export function stepsPerPoint(steps: number): number {
  return Math.ceil(steps / POINTS);
}

function divide(steps: Stretch, length: number): Stretch[] {
  const count = steps.length === 0 ? 0 : Math.ceil(steps.length / length);
  return Array.from({ length: count }, (_, index) => {
    return steps.slice(index * length, (index + 1) * length);
  });
}

/** The mean of a number of each step; a stretch in which no step has it has no point. */
function meanCurve(
  stretches: readonly Stretch[],
  valueOf: (line: MetricsLine) => number | null | undefined,
): CurvePoint[] {
  return stretches.flatMap((stretch) => {
    const values = stretch.map(valueOf).filter((value) => typeof value === "number");
    if (values.length === 0) return [];
    return { step: lastStep(stretch), value: sum(values) / values.length };
  });
}

function lossCurves(stretches: readonly Stretch[]): Curve[] {
  const terms = namesOf(stretches, ({ lossTerms }) => lossTerms).map((term) => ({
    ...termOf(term),
    points: meanCurve(stretches, ({ lossTerms }) => lossTerms?.[term]),
  }));
  const total: Curve = {
    name: "total",
    meaning: "the weighted sum of the terms, which is minimized",
    isDashed: false,
    points: meanCurve(stretches, lossOf),
  };
  return [total, ...terms];
}

function lossOf({ loss }: MetricsLine): number | null | undefined {
  return loss;
}

function pseudoLabelCurves(stretches: readonly Stretch[]): Curve[] {
  return learnersOf(stretches).flatMap((learner) => {
    const isDashed = learner === "auxiliary";
    const suffix = learner === "primary" || isDashed ? "" : ` (${learner})`;
    const used = meanCurve(stretches, ({ gate }) => gate?.[learner]?.maskRate);
    return [
      {
        name: `used${suffix}`,
        meaning: "unlabeled clips with a label sure enough (mask rate)",
        isDashed,
        points: inPercent(used),
      },
      {
        name: `right${suffix}`,
        meaning: "of the used ones whose true label is known",
        isDashed,
        points: inPercent(rightCurve(stretches, learner)),
      },
    ];
  });
}

/** The branches with pseudo-labels; of those that always have the same ones, the first. */
function learnersOf(stretches: readonly Stretch[]): string[] {
  const steps = stretches.flat();
  const labelsOf = (learner: string) => steps.map(({ gate }) => gate?.[learner]);
  const learners = namesOf(stretches, ({ gate }) => gate);
  return learners.filter((learner, index) =>
    !learners.slice(0, index)
      .some((earlier) => isDeepStrictEqual(labelsOf(earlier), labelsOf(learner)))
  );
}

/** The share of a network's pseudo-labels that are right, where any was judged. */
function rightCurve(stretches: readonly Stretch[], network: string): CurvePoint[] {
  return stretches.flatMap((stretch) => {
    const gates = stretch.flatMap(({ gate }) => gate?.[network] ?? []);
    const judged = sum(gates.map((gate) => gate.judged));
    if (judged === 0) return [];
    return { step: lastStep(stretch), value: sum(gates.map(({ right }) => right)) / judged };
  });
}

function scoreCurves(metrics: readonly MetricsLine[]): Curve[] {
  const scores = validationScores(metrics);
  const answerers = [...new Set(scores.flatMap(({ top1 }) => Object.keys(top1)))];
  return answerers.map((who) => {
    const points = scores.flatMap(({ step, top1 }) => {
      const value = top1[who];
      return value === undefined ? [] : [{ step, value }];
    });
    const named = who === "both"
      ? { name: "both networks", meaning: "the mean of their probabilities" }
      : { name: "one network", meaning: "alone" };
    return { ...named, isDashed: who === "auxiliary", points: inPercent(points) };
  });
}

function rateCurves(stretches: readonly Stretch[]): Curve[] {
  return namesOf(stretches, ({ learningRate }) => learningRate).map((network) => ({
    name: "learning rate",
    meaning: "size of a step along the gradient",
    isDashed: network === "auxiliary",
    points: meanCurve(stretches, ({ learningRate }) => learningRate?.[network]),
  }));
}

/** The names that a field of the steps has, in their order. */
function namesOf(
  stretches: readonly Stretch[],
  field: (line: MetricsLine) => Readonly<Record<string, unknown>> | undefined,
): string[] {
  const steps = stretches.flat();
  return [...new Set(steps.flatMap((line) => Object.keys(field(line) ?? {})))];
}

function lastStep(stretch: Stretch): number {
  return stretch.at(-1)?.step ?? 0;
}

function inPercent(points: readonly CurvePoint[]): CurvePoint[] {
  return points.map(({ step, value }) => ({ step, value: 100 * value }));
}
