import assert from "node:assert/strict";
import type { SweepRun } from "../../../pipeline/sweep/collect_runs.ts";
import { sweepTable } from "../../../pipeline/sweep/sweep_table.ts";
import { PAPER_GRID, planGrid } from "./_plan_grid.ts";

const plan = await planGrid(PAPER_GRID);
const { points } = plan.figures[0]!;
const [run] = points[0]!.runs;

function finished(costs: SweepRun["costs"]): SweepRun[] {
  return [{ name: run!.name, seed: 1, set: {}, top1: { primary: 0.5 }, top5: {}, costs }];
}

function firstLines(costs: SweepRun["costs"]): string[][] {
  return sweepTable("δ", points, finished(costs)).split("\n")
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
}

Deno.test("sweepTable() shows what a step costs where that is known", () => {
  const costs = { stepSeconds: 0.0256, seconds: 60, peakBytes: 1.5 * 2 ** 30 };
  const [header, , first, second] = firstLines(costs);
  assert.deepEqual(header, ["δ", "primary", "auxiliary", "both", "ms a step", "GiB", "runs"]);
  assert.deepEqual(first!.slice(1), ["50.0", "-", "-", "26", "1.50", "1"]);
  assert.deepEqual(second!.slice(1), ["-", "-", "-", "-", "-", "0"]);
});

Deno.test("sweepTable() has no columns of costs if nobody knows them", () => {
  assert.deepEqual(firstLines(undefined)[0], ["δ", "primary", "auxiliary", "both", "runs"]);
});
