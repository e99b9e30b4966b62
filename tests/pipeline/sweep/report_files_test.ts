import assert from "node:assert/strict";
import type { SweepRun } from "../../../pipeline/sweep/collect_runs.ts";
import { reportFiles } from "../../../pipeline/sweep/report_files.ts";
import { PAPER_GRID, planGrid } from "./_plan_grid.ts";

Deno.test("reportFiles() reports the mean and the extent over the seeds, and what is missing", async () => {
  const planned = await planGrid(PAPER_GRID);
  const run = (name: string, primary: number): SweepRun => ({
    name,
    seed: 1,
    set: {},
    top5: {},
    top1: { primary, auxiliary: 0.1, both: 0.3 },
  });
  const finished = [run("s-delta-0.8-seed-1", 0.2), run("s-delta-0.8-seed-2", 0.25)];
  const files = reportFiles("s", planned, { runs: finished });
  const figures = ["3a-delta", "3b-ratio", "3c-gamma", "3d-beta"].map((name) =>
    `figure-${name}.svg`
  );
  assert.deepEqual(Object.keys(files).sort(), [...figures, "report.md", "results.json"].sort());
  const report = files["report.md"]!;
  assert.ok(report.includes("2 of 12 runs"));
  const rows = report.split("\n").map((line) => line.replace(/ +/g, " "));
  assert.ok(
    rows.includes("| 0.8 | 22.5 (20.0 to 25.0) | 10.0 (10.0 to 10.0) | 30.0 (30.0 to 30.0) | 2 |"),
  );
  assert.ok(rows.includes("| 0.7 | - | - | - | 0 |"));
  assert.ok(rows.includes("| R50 + R18 | - | - | - | 0 |"), report);
  assert.deepEqual(JSON.parse(files["results.json"]!).runs, finished);
  const empty = reportFiles("s", planned, { runs: [] });
  assert.deepEqual(Object.keys(empty).sort(), ["report.md", "results.json"]);
});

Deno.test("reportFiles() draws the pseudo-labels of a table that has some", async () => {
  const planned = await planGrid(PAPER_GRID);
  const table = planned.tables[0]!;
  const [setting] = table.rows;
  const { name, seed } = setting!.runs[0]!;
  const pseudoLabels = [{ primary: { maskRate: 0.5, right: 0.25, judged: 4 } }];
  const run = { name, seed, set: {}, top1: { primary: 0.5 }, top5: {}, pseudoLabels };
  const files = reportFiles("s", planned, { runs: [run] });
  const [figure] = Object.keys(files).filter((file) => file.startsWith("pseudo-labels"));
  assert.ok(files["report.md"]!.includes(`![Pseudo-labels: ${table.name}](${figure})`));
  assert.ok(files["report.md"]!.includes("passed"));
});

Deno.test("reportFiles() gives each table a figure of its own, also if names differ by signs alone", async () => {
  const set = { "method.name": "fixmatch" };
  const planned = await planGrid({
    config: "motion_small",
    seeds: [1],
    tables: { "a b": [{ name: "x", set }], "a+b": [{ name: "y", set: { ...set, device: "cpu" } }] },
  });
  const runs = planned.runs.map(({ name, seed }, index): SweepRun => ({
    name,
    seed,
    set: {},
    top1: { primary: 0.5 },
    top5: {},
    pseudoLabels: [{ primary: { maskRate: index / 4, right: null, judged: 0 } }],
  }));
  const { "report.md": report, "results.json": _, ...figures } = reportFiles("s", planned, {
    runs,
  });
  assert.deepEqual(Object.keys(figures), ["pseudo-labels-a-b.svg", "pseudo-labels-a-b-2.svg"]);
  assert.ok(report!.includes("![Pseudo-labels: a b](pseudo-labels-a-b.svg)"));
  assert.ok(report!.includes("![Pseudo-labels: a+b](pseudo-labels-a-b-2.svg)"));
  assert.match(figures["pseudo-labels-a-b.svg"]!, /at the end: x 0\.00/);
  assert.match(figures["pseudo-labels-a-b-2.svg"]!, /at the end: y 25\.0/);
});
