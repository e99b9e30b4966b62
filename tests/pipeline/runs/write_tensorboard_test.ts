import assert from "node:assert/strict";
import { join } from "node:path";
import type { MetricsLine } from "../../../pipeline/run/metrics_line.ts";
import { writeTensorBoard } from "../../../pipeline/runs/write_tensorboard.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { trainedRun } from "./_trained_run.ts";
import { encodeEvents } from "../../../pipeline/runs/_event_records.ts";

const METRICS: readonly MetricsLine[] = [
  {
    kind: "step",
    step: 1,
    epoch: 0,
    loss: 3,
    lossTerms: { contrast: 1 },
    maskRates: { "A→Z": 0.5 },
    gate: { primary: { maskRate: 0.5, confidence: 0.75, histogram: [1, 2], judged: 4, right: 3 } },
    learningRate: { primary: 0.1 },
    seconds: { device: 2, data: 1 },
  },
  { kind: "validation", step: 1, scores: { primary: { top1: 0.5 } } },
];

Deno.test("writeTensorBoard() writes the numbers of all lines, by the names of their curves", () =>
  withFolder(async (root) => {
    using run = await trainedRun(root, "ra", { parts: [{}], metrics: METRICS });
    const folder = await writeTensorBoard(run);
    const [entry, ...others] = [...Deno.readDirSync(folder!)];
    assert.deepEqual(others, []);
    assert.match(entry!.name, /^events\.out\.tfevents\./);
    const startedAt = Date.parse("2026-01-01T10:00:00.000Z") / 1000;
    const expected = encodeEvents(startedAt, [
      {
        wallTime: startedAt + 3,
        step: 1,
        scalars: [
          { tag: "loss/total", value: 3 },
          { tag: "loss/contrast", value: 1 },
          { tag: "pseudoLabels/primary/right", value: 0.75 },
          { tag: "pseudoLabels/primary/used", value: 0.5 },
          { tag: "pseudoLabels/primary/confidence", value: 0.75 },
          { tag: "learningRate/primary", value: 0.1 },
          { tag: "seconds/device", value: 2 },
          { tag: "seconds/data", value: 1 },
        ],
      },
      {
        wallTime: startedAt + 3,
        step: 1,
        scalars: [{ tag: "validation/scores/primary/top1", value: 0.5 }],
      },
    ]);
    assert.deepEqual(await Deno.readFile(join(folder!, entry!.name)), expected);
  }));

Deno.test("writeTensorBoard() writes nothing before there are metrics", () =>
  withFolder(async (root) => {
    using run = await trainedRun(root, "ra");
    assert.equal(await writeTensorBoard(run), undefined);
  }));
