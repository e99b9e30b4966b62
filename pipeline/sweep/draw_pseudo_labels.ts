import type { CurvePanel } from "../runs/curve_panel.ts";
import { drawCurves } from "../runs/draw_curves.ts";
import { PSEUDO_LABEL_MEASURES, type PseudoLabelCourse } from "./pseudo_label_courses.ts";

/**
 * Draws how pseudo-labels changed while the networks learned as SVG: a panel for each measure, a
 * curve for each setting and network. Measures that no run knows have no panel.
 *
 * @param courses At least one.
 * @param title Written above the panels.
 */
export function drawPseudoLabels(courses: readonly PseudoLabelCourse[], title: string): string {
  const panels = PSEUDO_LABEL_MEASURES.flatMap(({ name, meaning }): CurvePanel[] => {
    const curves = courses.flatMap(({ setting, network, runs, tenths }) => {
      const points = tenths[name].flatMap((share, stretch) =>
        share === undefined ? [] : [{ step: stretch + 1, value: 100 * share }]
      );
      if (points.length === 0) return [];
      const isDashed = network !== "primary";
      return [{ name: setting, meaning: `mean of ${describeRuns(runs)}`, isDashed, points }];
    });
    if (curves.length === 0) return [];
    return [{ title: `${name}: ${meaning} (%)`, unit: "percent", hasDots: true, curves }];
  });
  return drawCurves(panels, {
    title,
    axisTitle: "tenth of the steps with pseudo-labels",
    explanation: ["Solid: the labels that the primary network learns from. Dashed: another one's."],
  });
}

function describeRuns(runs: number): string {
  return runs === 1 ? "1 seed" : `${runs} seeds`;
}
