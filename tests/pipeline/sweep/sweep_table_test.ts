import assert from "node:assert/strict";
import type { SweepResults, SweepRun } from "../../../pipeline/sweep/collect_runs.ts";
import { sweepTable } from "../../../pipeline/sweep/sweep_table.ts";
import { PAPER_GRID, planGrid } from "./_plan_grid.ts";

const plan = await planGrid(PAPER_GRID);
const { points } = plan.figures[0]!;
const [run] = points[0]!.runs;

function finished(costs: SweepRun["costs"]): SweepResults {
  return {
    runs: [{ name: run!.name, seed: 1, set: {}, top1: { primary: 0.5 }, top5: {}, costs }],
  };
}

function cellsOf(table: string): string[][] {
  return table.split("\n").map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
}

function firstLines(costs: SweepRun["costs"]): string[][] {
  return cellsOf(sweepTable(points, finished(costs), { title: "δ" }));
}

/** Results of the first run of each of two points, with what their primary networks answered. */
function answered(videos: readonly string[], ...digits: readonly string[]): SweepResults {
  const runs = digits.map((primary, index): SweepRun => {
    const { name, seed } = points[index]!.runs[0]!;
    const share = [...primary].filter((digit) => digit === "1").length / primary.length;
    const top1 = { primary: share };
    return { name, seed, set: {}, top1, top5: {}, answers: { testList: 0, right: { primary } } };
  });
  return { testLists: [videos], runs };
}

Deno.test("sweepTable() shows what a step costs where that is known", () => {
  const costs = { stepSeconds: 0.0256, seconds: 60, peakBytes: 1.5 * 2 ** 30 };
  const [header, , first, second] = firstLines(costs);
  assert.deepEqual(header, [
    "δ",
    "primary",
    "auxiliary",
    "both",
    "ms a step",
    "minutes",
    "GiB",
    "runs",
  ]);
  assert.deepEqual(first!.slice(1), ["50.0", "-", "-", "26", "1.0", "1.50", "1"]);
  assert.deepEqual(second!.slice(1), ["-", "-", "-", "-", "-", "-", "0"]);
});

Deno.test("sweepTable() leaves out the costs if they are not wanted", () => {
  const costs = { stepSeconds: 0.0256, seconds: 60, peakBytes: 1.5 * 2 ** 30 };
  const table = sweepTable(points, finished(costs), { withCosts: false });
  assert.deepEqual(cellsOf(table)[0], ["setting", "primary", "auxiliary", "both", "runs"]);
});

Deno.test("sweepTable() has no columns of costs if nobody knows them", () => {
  assert.deepEqual(firstLines(undefined)[0], ["δ", "primary", "auxiliary", "both", "runs"]);
});

Deno.test("sweepTable() shows the interval, and the paired difference from a baseline", () => {
  const videos = Array.from({ length: 40 }, (_, index) => `video ${index}.mp4`);
  // The second is wrong about four that the first knows, and right about one that it does not.
  const results = answered(
    videos,
    "1".repeat(30) + "0".repeat(10),
    "0".repeat(4) + "1".repeat(27) + "0".repeat(9),
  );
  const lines = cellsOf(sweepTable(points, results, { title: "δ", baselines: [points[0]!] }));
  const [header, , first, second] = lines;
  assert.equal(lines.length, 4);
  const beside = `beside ${points[0]!.label}`;
  assert.deepEqual(header, ["δ", "primary", "95 %", beside, "auxiliary", "both", "runs"]);
  assert.deepEqual([first![1], first![3]], ["75.0", "-"]);
  const [low, high] = first![2]!.split(" to ").map(Number);
  assert.ok(low! > 55 && low! < 68 && high! > 82 && high! < 93, String(first![2]));
  assert.match(second![3]!, /^-7\.5 \(-\d+\.\d to \+\d\.\d\)$/);
});

Deno.test("sweepTable() compares with each of several baselines", () => {
  const results = answered(["a", "b"], "11", "01");
  const [header, , first, second] = cellsOf(sweepTable(points, results, { baselines: points }));
  assert.deepEqual(header!.slice(3, 5), points.map(({ label }) => `beside ${label}`));
  assert.deepEqual([first![3], second![4]], ["-", "-"]);
  assert.match(first![4]!, /^\+50\.0 /);
  assert.match(second![3]!, /^-50\.0 /);
});

Deno.test("sweepTable() compares nothing where other videos were tested", () => {
  const results = answered(["a", "b"], "11", "01");
  const [first, second] = results.runs;
  const other = { ...second!, answers: { testList: 1, right: second!.answers!.right } };
  const both = { testLists: [["a", "b"], ["c", "d"]], runs: [first!, other] };
  assert.equal(cellsOf(sweepTable(points, both, { baselines: [points[0]!] }))[3]![3], "-");
});
