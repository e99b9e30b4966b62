import assert from "node:assert/strict";
import type { SweepRun } from "../../../pipeline/sweep/collect_runs.ts";
import type { PseudoLabelQuality } from "../../../pipeline/sweep/pseudo_label_quality.ts";
import { pseudoLabelCourses } from "../../../pipeline/sweep/pseudo_label_courses.ts";
import { pseudoLabelTable } from "../../../pipeline/sweep/pseudo_label_table.ts";
import { PAPER_GRID, planGrid } from "./_plan_grid.ts";

const plan = await planGrid(PAPER_GRID);
const { points } = plan.figures[0]!;

/** A finished run of the first point whose pseudo-labels were of a quality at first and at last. */
function finished(index: number, ...ends: readonly PseudoLabelQuality[]): SweepRun {
  const { name, seed } = points[0]!.runs[index]!;
  const pseudoLabels = ends.map((auxiliary) => ({ auxiliary }));
  return { name, seed, set: {}, top1: {}, top5: {}, pseudoLabels };
}

Deno.test("pseudoLabelTable() shows means over the seeds, from the first to the last tenth", () => {
  const runs = [
    finished(0, { maskRate: 0.1, right: 0.5, judged: 9, confidence: 0.6, accuracy: 0.4 }, {
      maskRate: 0.3,
      right: null,
      judged: 0,
    }),
    finished(1, { maskRate: 0.2, right: 0.6, judged: 9 }, { maskRate: 0.5, right: 0.7, judged: 9 }),
  ];
  const lines = pseudoLabelTable(pseudoLabelCourses(points, { runs })).split("\n").map((line) =>
    line.split("|").slice(1, -1).map((cell) => cell.trim())
  );
  assert.deepEqual(lines[0]!.slice(1), [
    "labels for",
    "passed",
    "right",
    "confidence",
    "accuracy",
  ]);
  assert.equal(lines.length, 3);
  assert.deepEqual(lines[2]!.slice(1), [
    "auxiliary",
    "15.0 → 40.0",
    "55.0 → 70.0",
    "60.0 → -",
    "40.0 → -",
  ]);
});

Deno.test("pseudoLabelTable() is empty where no setting had pseudo-labels", () => {
  const { pseudoLabels: _, ...run } = finished(0);
  assert.equal(pseudoLabelTable(pseudoLabelCourses(points, { runs: [run] })), "");
});

Deno.test("pseudoLabelTable() has no column of what no run knows", () => {
  const quality = { maskRate: 0.1, right: 0.5, judged: 9 };
  const table = pseudoLabelTable(
    pseudoLabelCourses(points, { runs: [finished(0, quality, quality)] }),
  );
  assert.match(table, /^\| setting +\| labels for \| +passed \| +right \|\n/);
});
