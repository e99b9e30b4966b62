import assert from "node:assert/strict";
import { formatRuns } from "../../../pipeline/runs/format_runs.ts";
import type { RunSummary } from "../../../pipeline/runs/run_summary.ts";

const RUN: RunSummary = {
  name: "ra",
  path: "/runs/ra",
  state: "finished",
  reason: null,
  tag: null,
  parent: null,
  startedAt: "2026-01-01T10:00:00.000Z",
  minutes: 4.5,
  data: "/videos/fights",
  method: "./sure.ts",
  labeled: 10,
  unlabeled: 90,
  steps: 60,
  totalSteps: 60,
  bestValidation: null,
  lastValidation: null,
  test: { primary: 0.625 },
  bytes: 3_500_000,
};

const NEW: RunSummary = {
  ...RUN,
  name: "second",
  state: "running",
  minutes: null,
  labeled: null,
  steps: 0,
  totalSteps: null,
  test: null,
};

Deno.test("formatRuns() writes a line for each run, without columns that are empty", () => {
  assert.equal(
    formatRuns([RUN, NEW]),
    [
      "run     state     data    method      labels     steps  test %  minutes   MB",
      "------  --------  ------  -------  ---------  --------  ------  -------  ---",
      "ra      finished  fights  sure.ts  10 of 100  60 of 60    62.5      4.5  3.5",
      "second  running   fights  sure.ts          -         0       -        -  3.5",
    ].join("\n"),
  );
});

Deno.test("formatRuns() has columns for parents, tags and validation scores if a run has them", () => {
  const validated = { ...RUN, bestValidation: 0.75, lastValidation: 0.5 };
  const [header] = formatRuns([{ ...validated, tag: "good", parent: "/runs/r0" }, NEW]).split("\n");
  assert.match(
    header!,
    /^run +state +data +method +from +tag +labels +steps +best val\. % +last val\. % /,
  );
});

Deno.test("formatRuns() fits a terminal: shorter words first, then fewer columns", () => {
  const long = { ...RUN, data: "/videos/fights-of-the-year-2026", tag: "twice the labels, again" };
  const whole = formatRuns([long, NEW]);
  assert.equal(formatRuns([long, NEW], 200), whole);
  const widest = (text: string) => Math.max(...text.split("\n").map((line) => line.length));
  const shorter = formatRuns([long, NEW], widest(whole) - 1);
  assert.match(shorter, /fights-of… +sure\.ts +twice the…/);
  assert.match(shorter, /\n\(shortened; all: --json\)$/);
  const validated = { ...long, name: "a-run-of-a-long-name", bestValidation: 1, lastValidation: 1 };
  const narrow = formatRuns([validated], 80);
  assert.ok(widest(narrow) <= 80, narrow);
  assert.match(narrow, /^a-run-of-a-long-name +finished .* 62\.5/m);
  assert.match(narrow, /without MB, last val\. %, minutes.*; all: --json\)$/);
});
