import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { MetricsFile, readMetrics } from "../../../pipeline/run/metrics_file.ts";
import type { MetricsLine } from "../../../pipeline/run/metrics_line.ts";
import { canMount, withSmallDisk } from "../_small_disk.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { DiskFullError } from "../../../pipeline/files/disk_full_error.ts";

Deno.test("MetricsFile appends lines that readMetrics() gives back", () =>
  withFolder(async (folder) => {
    const path = join(folder, "metrics.jsonl");
    const lines: MetricsLine[] = [
      { version: 1, kind: "step", step: 1, loss: 2.5 },
      { version: 1, kind: "step", step: 2, lossTerms: { supervised: 1 } },
      { version: 1, kind: "evaluation", step: 2 },
    ];
    await write(path, 0, lines);
    assert.deepEqual(await readMetrics(path), lines);
  }));

Deno.test("MetricsFile.open() cuts the evaluation, which a resumed run does again", () =>
  withFolder(async (folder) => {
    const path = join(folder, "metrics.jsonl");
    await write(path, 0, [{ version: 1, kind: "step", step: 1 }, { kind: "evaluation", step: 1 }]);
    await write(path, 1, [{ version: 1, kind: "evaluation", step: 1 }]);
    assert.deepEqual((await readMetrics(path)).map(({ kind }) => kind), ["step", "evaluation"]);
  }));

Deno.test("MetricsFile.open() keeps scores and costs up to the step from which a run resumes", () =>
  withFolder(async (folder) => {
    const path = join(folder, "metrics.jsonl");
    const lines: MetricsLine[] = [1, 2].flatMap((step) => [
      { version: 1, kind: "step", step },
      { version: 1, kind: "validation", step, scores: {} },
      { version: 1, kind: "costs", step, seconds: step },
    ]);
    await write(path, 0, lines);
    await write(path, 1, []);
    assert.deepEqual(await readMetrics(path), lines.slice(0, 3));
  }));

Deno.test("MetricsFile writes numbers that JSON lacks as null", () =>
  withFolder(async (folder) => {
    const path = join(folder, "metrics.jsonl");
    await write(path, 0, [{ version: 1, kind: "step", step: 1, loss: NaN }]);
    assert.equal(Deno.readTextFileSync(path), '{"version":1,"kind":"step","step":1,"loss":null}\n');
  }));

Deno.test("readMetrics() reads lines that were written before their version was counted", () =>
  withFolder(async (folder) => {
    const path = join(folder, "metrics.jsonl");
    await Deno.writeTextFile(path, '{"kind":"step","step":1,"loss":2}\n');
    await write(path, 1, [{ kind: "step", step: 2 }]);
    assert.deepEqual((await readMetrics(path)).map(({ version }) => version), [undefined, 1]);
  }));

Deno.test("readMetrics() gives nothing if there is no file", () =>
  withFolder(async (folder) => {
    assert.deepEqual(await readMetrics(join(folder, "metrics.jsonl")), []);
  }));

Deno.test("MetricsFile.open() leaves each step once, wherever the run was killed", () =>
  withFolder(async (folder) => {
    const path = join(folder, "metrics.jsonl");
    const lines = Array.from({ length: 12 }, (_, index): MetricsLine => ({
      version: 1,
      kind: "step",
      step: index + 1,
      loss: index / 3,
      name: "ü",
    }));
    await write(path, 0, lines);
    const { size } = Deno.statSync(path);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: size }),
        fc.integer({ min: 0, max: 12 }),
        async (bytes, checkpointStep) => {
          Deno.writeTextFileSync(path, "");
          await write(path, 0, lines);
          Deno.truncateSync(path, bytes);
          // A checkpoint is written after the lines up to its step.
          const step = Math.min(checkpointStep, (await readMetrics(path)).length);
          await write(path, step, lines.slice(step));
          assert.deepEqual(await readMetrics(path), lines);
        },
      ),
      { numRuns: 40 },
    );
  }));

Deno.test({
  name: "MetricsFile on a full disk names its file, and continues once there is room",
  ignore: !await canMount(),
  fn: () =>
    withFolder((folder) =>
      withSmallDisk(folder, async () => {
        const path = join(folder, "metrics.jsonl");
        const line = (step: number): MetricsLine => ({
          version: 1,
          kind: "step",
          step,
          x: "x".repeat(1000),
        });
        let step = 0;
        {
          using file = await MetricsFile.open(path, 0);
          await Deno.writeFile(join(folder, "big"), new Uint8Array(200 * 1024));
          assert.throws(() => {
            while (step < 1000) file.append(line(++step));
          }, (error) => {
            assert.ok(error instanceof DiskFullError);
            assert.ok(error.message.includes(path) && error.message.includes("--resume"));
            return true;
          });
        }
        await Deno.remove(join(folder, "big"));
        await write(path, step - 1, [line(step)]);
        const steps = (await readMetrics(path)).map((line) => line.step);
        assert.deepEqual(steps, Array.from({ length: step }, (_, index) => index + 1));
      })
    ),
});

async function write(path: string, step: number, lines: readonly MetricsLine[]): Promise<void> {
  using file = await MetricsFile.open(path, step);
  for (const line of lines) file.append(line);
  await file.sync();
}
