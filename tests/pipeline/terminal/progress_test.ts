import assert from "node:assert/strict";
import fc from "fast-check";
import {
  formatDuration,
  formatProgress,
  Progress,
  type StepProgress,
} from "../../../pipeline/terminal/progress.ts";
import { StepClock } from "../../../pipeline/training/step_clock.ts";

const PROGRESS: StepProgress = {
  step: 20,
  totalSteps: 400,
  loss: 2.3456,
  lossTerms: { supervised: 1.2, pseudo: 0.05 },
  maskRates: { "A→Z": 0.1, "Z→A": 0.456 },
  pace: { clipsPerSecond: 38.24, secondsPerStep: 0.5, waitingShare: 0.03 },
};

Deno.test("formatProgress() shows step, loss, time left, mask rates, pace and waiting", () => {
  assert.equal(
    formatProgress(PROGRESS),
    "step  20/400  loss 2.35  ETA 3:10  mask A→Z 10% Z→A 46%  38.2 clips/s  " +
      "waiting for data 3%  (supervised 1.20, pseudo 0.0500)",
  );
});

Deno.test("formatProgress() never exceeds the columns and drops whole items", () => {
  const full = formatProgress(PROGRESS);
  fc.assert(fc.property(fc.integer({ min: 1, max: 200 }), (columns) => {
    const line = formatProgress(PROGRESS, columns);
    assert.ok(line.length <= columns);
    assert.ok(full.startsWith(line));
    assert.ok(line === full || line === "" || full.slice(line.length).startsWith("  "));
  }));
});

Deno.test("formatProgress() leaves out masks and parts where there are none", () => {
  const line = formatProgress({ ...PROGRESS, lossTerms: {}, maskRates: {}, loss: NaN });
  assert.equal(
    line,
    "step  20/400  loss NaN  ETA 3:10  38.2 clips/s  waiting for data 3%",
  );
});

Deno.test("formatDuration() writes minutes and hours", () => {
  assert.deepEqual([0, 9.6, 61, 3599.7, 3661].map(formatDuration), [
    "0:00",
    "0:10",
    "1:01",
    "1:00:00",
    "1:01:01",
  ]);
});

Deno.test("Progress writes a plain line every some steps and at the last", () => {
  const { terminal, text } = recorder(false);
  const progress = new Progress(terminal, { everySteps: 3 });
  for (let step = 1; step <= 7; step++) progress.step({ ...PROGRESS, step, totalSteps: 7 });
  progress.end();
  assert.deepEqual(text().match(/step \d/g), ["step 3", "step 6", "step 7"]);
  assert.ok(!text().includes("\r"));
});

Deno.test("Progress redraws in place at most ten times a second", () => {
  const { terminal, text } = recorder(true);
  let now = 0;
  const progress = new Progress(terminal, { now: () => now });
  for (let step = 1; step <= 100; step++, now += 10) progress.step({ ...PROGRESS, step });
  assert.equal(text().split("\r").length - 1, 10);
  assert.ok(!text().includes("\n"));
});

Deno.test("Progress shows the last step when it ends, however soon", () => {
  const { terminal, text } = recorder(true, 200);
  const progress = new Progress(terminal, { now: () => 0 });
  progress.step({ ...PROGRESS, step: 1 });
  progress.step({ ...PROGRESS, step: 2 });
  progress.end();
  assert.ok(text().endsWith("pseudo 0.0500)\n"), text());
  assert.ok(text().includes("step   2/400"));
});

Deno.test("Progress keeps within the terminal's columns", () => {
  const { terminal, text } = recorder(true, 30);
  const progress = new Progress(terminal);
  progress.step(PROGRESS);
  progress.show("x".repeat(50));
  progress.end();
  for (const line of text().split("\r\x1b[K")) assert.ok(line.trimEnd().length < 30, line);
});

Deno.test("Progress puts notes above the progress line", () => {
  const { terminal, text } = recorder(true, 24);
  const progress = new Progress(terminal);
  progress.note("first");
  progress.step(PROGRESS);
  progress.note("second");
  assert.equal(
    text(),
    "first\n\r\x1b[Kstep  20/400  loss 2.35\r\x1b[Ksecond\n\r\x1b[Kstep  20/400  loss 2.35",
  );
});

Deno.test("Progress takes the passing line back where it is not to stay", () => {
  const { terminal, text } = recorder(true);
  const progress = new Progress(terminal);
  progress.clear();
  progress.show("evaluating 6/6");
  progress.clear();
  progress.end();
  assert.equal(text(), "\r\x1b[Kevaluating 6/6\r\x1b[K");
});

Deno.test("StepClock splits the time into device, data and pauses", () => {
  let now = 0;
  const clock = new StepClock({ now: () => now });
  const spend = (milliseconds: number) => now += milliseconds;
  spend(1000);
  assert.equal(clock.enter("data"), "pause");
  spend(500);
  clock.enter("device");
  spend(1500);
  assert.deepEqual(clock.finishStep(24), { device: 1.5, data: 0.5, pause: 1 });
  assert.deepEqual(clock.pace, { clipsPerSecond: 12, secondsPerStep: 2, waitingShare: 0.25 });
  const before = clock.enter("pause");
  spend(3000);
  clock.enter(before);
  assert.deepEqual(clock.total, { device: 1.5, data: 0.5, pause: 4 });
});

Deno.test("StepClock averages its pace over the last steps only", () => {
  let now = 0;
  const clock = new StepClock({ window: 2, now: () => now });
  assert.deepEqual(clock.pace, { clipsPerSecond: 0, secondsPerStep: 0, waitingShare: 0 });
  clock.enter("device");
  for (const milliseconds of [9000, 1000, 3000]) {
    now += milliseconds;
    clock.finishStep(8);
  }
  assert.deepEqual(clock.pace, { clipsPerSecond: 4, secondsPerStep: 2, waitingShare: 0 });
});

Deno.test("StepClock accounts for every millisecond, whatever the phases", () => {
  const spans = fc.array(fc.tuple(fc.constantFrom("device", "data", "pause"), fc.nat(10_000)));
  fc.assert(fc.property(spans, (list) => {
    let now = 0;
    const clock = new StepClock({ now: () => now });
    for (const [phase, milliseconds] of list) {
      clock.enter(phase);
      now += milliseconds;
    }
    const { device, data, pause } = clock.total;
    assert.ok(Math.abs((device + data + pause) * 1000 - now) < 1e-6);
  }));
});

function recorder(interactive: boolean, columns = 80) {
  let written = "";
  const write = (text: string) => {
    written += text;
  };
  return { terminal: { interactive, columns: () => columns, write }, text: () => written };
}
