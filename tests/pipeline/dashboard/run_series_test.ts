import assert from "node:assert/strict";
import { join } from "node:path";
import type { SeriesAnswer } from "../../../pipeline/dashboard/api.ts";
import { RunSeries } from "../../../pipeline/dashboard/run_series.ts";
import { MetricsFile } from "../../../pipeline/run/metrics_file.ts";
import { withFolder } from "../../_temporary_folder.ts";

const ALL = { points: 100, from: 0, to: 1e9 };

/** The metrics of a run, and what the dashboard makes of them. */
interface Session {
  readonly path: string;
  readonly answer: () => Promise<SeriesAnswer>;
}

function withSeries(work: (session: Session) => Promise<void>): Promise<void> {
  return withFolder(async (folder) => {
    const path = join(folder, "metrics.jsonl");
    const series = new RunSeries(path);
    await work({ path, answer: async () => JSON.parse(await series.answer(ALL)) });
  });
}

Deno.test("RunSeries has nothing before the first step", () =>
  withSeries(async ({ answer }) => {
    const { firstStep, lastStep, steps, problem } = await answer();
    assert.deepEqual([firstStep, lastStep, steps.from, problem], [0, 0, [], null]);
  }));

Deno.test("RunSeries tells lines of different kinds apart, and adds those that come later", () =>
  withSeries(async ({ path, answer }) => {
    using file = await MetricsFile.open(path, 0);
    const scores = { primary: { top1: 0.5, top5: 1 } };
    const gate = { maskRate: 0.5, judged: 2, right: 1, confidence: 0.7, histogram: [0, 4] };
    file.append({ kind: "step", step: 1, epoch: 0, loss: 4, gate: { primary: gate } });
    file.append({ kind: "validation", step: 1, scores });
    file.append({ kind: "costs", step: 1, seconds: 2, peakResidentBytes: 1e9 });
    const first = await answer();
    assert.deepEqual(Object.keys(first.steps.columns), [
      "epoch",
      "loss",
      "gate.primary.maskRate",
      "gate.primary.right",
      "gate.primary.confidence",
    ]);
    assert.deepEqual(first.confidence, { primary: [[0, 4]] });
    assert.deepEqual(first.validation.columns["primary.top1"]?.mean, [0.5]);
    assert.deepEqual(first.costs.columns.peakResidentBytes?.mean, [1e9]);
    file.append({ kind: "step", step: 2, loss: null });
    file.append({ kind: "evaluation", step: 2, scores });
    const second = await answer();
    assert.deepEqual(second.steps.columns.loss?.mean, [4, null]);
    assert.deepEqual([second.evaluation.to, second.lastStep], [[2], 2]);
    assert.equal(second.generation, first.generation);
  }));

Deno.test("RunSeries follows a run that is resumed from an earlier step", () =>
  withSeries(async ({ path, answer }) => {
    {
      using file = await MetricsFile.open(path, 0);
      for (const step of [1, 2, 3]) file.append({ kind: "step", step, loss: step });
    }
    const before = await answer();
    assert.equal(before.lastStep, 3);
    using file = await MetricsFile.open(path, 2);
    const cut = await answer();
    assert.equal(cut.lastStep, 2);
    assert.notEqual(cut.generation, before.generation);
    file.append({ kind: "step", step: 3, loss: 30 });
    assert.deepEqual((await answer()).steps.columns.loss?.mean, [1, 2, 30]);
  }));

const GOOD = '{"kind":"step","step":1,"loss":1}\n{"kind":"step","step":5,"loss":5}\n';

Deno.test.each([
  ["what is not JSON", "{", /^Cannot read line 3 of .* as it must be JSON, as this program wrote/],
  [
    "no object",
    "[1]",
    /^Cannot read line 3 of .* as kind must be there: it is missing/,
  ],
  ["an unknown kind", '{"kind":"x","step":6}', /^Cannot read line 3 of .* as kind must be /],
  ["a step that is none", '{"kind":"step","step":-1}', /^Cannot read line 3 .* as step must be /],
  ["an earlier step", '{"kind":"step","step":4}', /as its step must be at least 5: .* is 4$/],
  ["what is not text", '{"kind":"step","step":6,"x":"\uFFFD"}', /must be text in UTF-8: it is not/],
])(
  "RunSeries shows the other lines, and says which one is damaged: %s",
  (_, line, problem) =>
    withSeries(async ({ path, answer }) => {
      await Deno.writeTextFile(path, `${GOOD}${line}\n{"kind":"step","step":7,"loss":7}\n`);
      const { steps, problem: said } = await answer();
      assert.deepEqual(steps.columns.loss?.mean, [1, 5, 7]);
      assert.match(said ?? "", problem);
      await Deno.writeTextFile(path, "{\n", { append: true });
      assert.match((await answer()).problem ?? "", /; 1 more line is not shown$/);
    }),
);

Deno.test("RunSeries knows how many numbers it keeps in memory", () =>
  withFolder(async (folder) => {
    const path = join(folder, "metrics.jsonl");
    await Deno.writeTextFile(path, `${GOOD}{"kind":"costs","step":5,"seconds":2}\n`);
    const series = new RunSeries(path);
    assert.equal(series.size, 1);
    await series.answer(ALL);
    // Two steps with their losses, and one line of costs.
    assert.equal(series.size, 1 + 2 * 2 + 1 * 2);
  }));

Deno.test("RunSeries reads once for all who ask at the same time", () =>
  withFolder(async (folder) => {
    const path = join(folder, "metrics.jsonl");
    await Deno.writeTextFile(path, GOOD);
    const series = new RunSeries(path);
    const answers = await Promise.all(Array.from({ length: 10 }, () => series.answer(ALL)));
    assert.equal(new Set(answers).size, 1);
    assert.deepEqual(JSON.parse(answers[0]!).steps.to, [1, 5]);
    const finer = await series.answer({ ...ALL, points: 1 });
    assert.deepEqual(JSON.parse(finer).steps.columns.loss.mean, [3]);
  }));
