import assert from "node:assert/strict";
import { pseudoLabelCourses } from "../../../pipeline/sweep/pseudo_label_courses.ts";
import { PAPER_GRID, planGrid } from "./_plan_grid.ts";

const plan = await planGrid(PAPER_GRID);
const { points } = plan.figures[0]!;

/** A run with a share of labels that passed in each stretch, for one network. */
function finished(index: number, network: string, maskRates: readonly number[]) {
  const { name, seed } = points[0]!.runs[index]!;
  const pseudoLabels = maskRates.map((maskRate) => ({
    [network]: { maskRate, right: null, judged: 0, confidence: 0.5 },
  }));
  return { name, seed, set: {}, top1: {}, top5: {}, pseudoLabels };
}

Deno.test("pseudoLabelCourses() takes means in each stretch over the runs that have it", () => {
  const runs = [finished(0, "primary", [0.25, 0.5, 0.75]), finished(1, "primary", [0.75, 0.5])];
  assert.deepEqual(pseudoLabelCourses(points, { runs }), [{
    setting: points[0]!.label,
    network: "primary",
    runs: 2,
    tenths: {
      passed: [0.5, 0.5, 0.75],
      right: [undefined, undefined, undefined],
      confidence: [0.5, 0.5, 0.5],
      accuracy: [undefined, undefined, undefined],
    },
  }]);
});

Deno.test("pseudoLabelCourses() has one course for each network, none without pseudo-labels", () => {
  const runs = [finished(0, "primary", [0.25]), finished(1, "auxiliary", [0.5])];
  const courses = pseudoLabelCourses(points, { runs });
  assert.deepEqual(courses.map(({ network, tenths }) => [network, tenths.passed]), [
    ["primary", [0.25]],
    ["auxiliary", [0.5]],
  ]);
  const { pseudoLabels: _, ...supervised } = finished(0, "primary", []);
  assert.deepEqual(pseudoLabelCourses(points, { runs: [supervised] }), []);
});
