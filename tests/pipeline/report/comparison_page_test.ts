import assert from "node:assert/strict";
import { comparisonPage } from "../../../pipeline/report/comparison_page.ts";
import type { RunSummary } from "../../../pipeline/runs/run_summary.ts";
import { HOSTILE } from "./_reported_run.ts";

function run(name: string, primary: number): RunSummary {
  return {
    name,
    path: `/runs/${name}`,
    state: "finished",
    reason: null,
    tag: null,
    parent: null,
    startedAt: null,
    minutes: 4,
    data: "motion",
    method: "actnetformer",
    labeled: 40,
    unlabeled: 440,
    steps: 3000,
    totalSteps: 3000,
    bestValidation: null,
    lastValidation: null,
    test: { primary },
    bytes: 1,
  };
}

/** A difference over 100 videos of one seed. */
function gain(mean: number, low: number, high: number, sources = 100) {
  return {
    mean,
    low,
    high,
    seeds: 1,
    videos: 100,
    sources,
    isSame: mean === 0 && low === 0 && high === 0,
  };
}

const RUNS = [
  run(HOSTILE, 0.5),
  run("better", 0.6),
  run("alike", 0.51),
  run("same", 0.5),
  run("worse", 0.4),
];

const PAGE = comparisonPage({
  runs: RUNS,
  differences: { "schedule.steps": [3000, 600, 600, HOSTILE, 600] },
  answers: [{
    who: "primary",
    gains: [
      undefined,
      gain(0.1, 0.02, 0.18),
      gain(0.01, -0.04, 0.06),
      gain(0, 0, 0),
      gain(-0.1, -0.18, -0.02, 20),
    ],
  }],
});

Deno.test("comparisonPage() says which differences are clear", () => {
  const expected = [
    "+10.0 (+2.0 to +18.0): clear; 100 test videos<",
    "+1.0 (-4.0 to +6.0): not clear; 100 test videos<",
    "right for the same videos; 100 test videos<",
    "-10.0 (-18.0 to -2.0): clear; 100 test videos, cuts of 20 sources<",
  ];
  for (const text of expected) assert.ok(PAGE.includes(text), text);
});

Deno.test("comparisonPage() escapes names and settings", () => {
  assert.doesNotMatch(PAGE, /<script/i);
  assert.ok(PAGE.includes("&lt;script&gt;"));
});

Deno.test("comparisonPage() of runs without a difference, or a video in common", () => {
  const page = comparisonPage({ runs: RUNS.slice(0, 2), differences: {}, answers: [] });
  assert.match(page, /The settings are the same/);
  assert.match(page, /No video was answered by two of the runs/);
});
