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
