import assert from "node:assert/strict";
import { join } from "node:path";
import type { RunPart } from "../../../pipeline/run/run_record.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { summarizeRun } from "../../../pipeline/runs/summarize_run.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { trainedRun } from "./_trained_run.ts";

const METRICS = [
  { kind: "step", step: 1 },
  { kind: "validation", step: 1, scores: { primary: { top1: 0.5, top5: 1 } } },
  { kind: "step", step: 2 },
  { kind: "validation", step: 2, scores: { primary: { top1: 0.25, top5: 1 } } },
] as const;

Deno.test("summarizeRun() gathers what a run's files say", () =>
  withFolder(async (root) => {
    const parts = [
      { state: "interrupted" as const },
      { startedAt: "2026-01-02T10:00:00.000Z", endedAt: "2026-01-02T10:01:30.000Z" },
    ];
    using run = await trainedRun(root, "ra", { parts, metrics: METRICS, test: { primary: 0.75 } });
    await run.writeTag("twice the labels");
    const { bytes, path, ...summary } = await summarizeRun(run);
    assert.ok(bytes > 100);
    assert.equal(path, join(root, "ra"));
    assert.deepEqual(summary, {
      name: "ra",
      state: "finished",
      reason: null,
      tag: "twice the labels",
      parent: null,
      startedAt: "2026-01-01T10:00:00.000Z",
      minutes: 4.5,
      data: "motion",
      method: "cmpl",
      labeled: 2,
      unlabeled: 6,
      steps: 2,
      totalSteps: 10,
      bestValidation: 0.5,
      lastValidation: 0.25,
      test: { primary: 0.75 },
    });
  }));

Deno.test("summarizeRun() has the validation scores by which the best weights are kept", () =>
  withFolder(async (root) => {
    const line = (step: number, primary: number, both: number) => {
      const scores = { primary: { top1: primary, top5: 1 }, both: { top1: both, top5: 1 } };
      return { kind: "validation", step, scores } as const;
    };
    using run = await trainedRun(root, "ra", { metrics: [line(1, 0.75, 0.5), line(2, 0, 0.25)] });
    const { bestValidation, lastValidation } = await summarizeRun(run);
    assert.deepEqual([bestValidation, lastValidation], [0.5, 0.25]);
  }));

Deno.test("summarizeRun() counts the minutes of a killed run up to its last step", () =>
  withFolder(async (root) => {
    const parts = [{ state: "running" as const, endedAt: null }];
    const held = await trainedRun(root, "ra", { parts, metrics: METRICS });
    held[Symbol.dispose]();
    const lastStep = new Date("2026-01-01T10:02:00.000Z");
    await Deno.utime(held.metrics, lastStep, lastStep);
    const { state, minutes } = await summarizeRun(new RunFolder(held.path));
    assert.deepEqual([state, minutes], ["stopped", 2]);
    const killed = { startedAt: "2026-01-01T09:00:00.000Z", state: "running", endedAt: null };
    using resumed = await trainedRun(root, "rb", { parts: [killed as Partial<RunPart>, {}] });
    // It ended at the latest when the next part was started.
    assert.equal((await summarizeRun(resumed)).minutes, 60 + 3);
  }));

Deno.test("summarizeRun() reads runs without a record, and those that have just started", () =>
  withFolder(async (root) => {
    using finished = await trainedRun(root, "old", { test: { primary: 1 } });
    finished[Symbol.dispose]();
    assert.equal((await summarizeRun(finished)).minutes, 2);
    using started = await trainedRun(root, "new");
    const { state, steps, minutes, test } = await summarizeRun(started);
    assert.deepEqual([state, steps, minutes, test], ["running", 0, null, null]);
  }));

Deno.test("summarizeRun() refuses a folder that is not a run's", () =>
  withFolder(async (root) => {
    await Deno.writeTextFile(join(root, "config.json"), `{ "data": 3 }`);
    await assert.rejects(summarizeRun(new RunFolder(root)), {
      name: "RunFolderError",
      message: /^Cannot read the run .* as data must be what a run has/,
    });
  }));
