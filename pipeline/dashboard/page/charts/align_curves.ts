import type { Curve } from "./curves_of.ts";

/** A value of an aligned curve: null is a gap, undefined a step that the curve does not have. */
export type AlignedValue = number | null | undefined;

/** Curves over the same steps. */
export interface AlignedCurves {
  /** All steps that any curve has, in their order. */
  readonly steps: readonly number[];
  /** Of each curve its mean, lowest and highest values. */
  readonly values: readonly (readonly AlignedValue[])[];
}

/** Puts curves with steps of their own over the same steps. */
export function alignCurves(curves: readonly Curve[]): AlignedCurves {
  const steps = [...new Set(curves.flatMap((curve) => curve.steps))].sort((a, b) => a - b);
  const values = curves.flatMap((curve) => {
    const positions = new Map(curve.steps.map((step, index) => [step, index]));
    return [curve.mean, curve.min, curve.max].map((column) =>
      steps.map((step) => {
        const position = positions.get(step);
        return position === undefined ? undefined : column[position];
      })
    );
  });
  return { steps, values };
}
