import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { Progress } from "../../../pipeline/terminal/progress.ts";
import { PROGRESS } from "./_step_progress.ts";

Deno.test("Progress writes a plain line every few steps and at the last one", () => {
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

Deno.test("Progress.note() writes above the progress line", () => {
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

Deno.test("Progress.clear() removes a temporary line", () => {
  const { terminal, text } = recorder(true);
  const progress = new Progress(terminal);
  progress.clear();
  progress.show("evaluating 6/6");
  progress.clear();
  progress.end();
  assert.equal(text(), "\r\x1b[Kevaluating 6/6\r\x1b[K");
});

Deno.test("Progress writes a line after some silence where none can be rewritten", () => {
  const { terminal, text } = recorder(false);
  let now = 0;
  const progress = new Progress(terminal, { now: () => now });
  progress.show("evaluating 1/9");
  now = 19_000;
  progress.step({ ...PROGRESS, step: 3 });
  progress.show("evaluating 2/9");
  assert.equal(text(), "");
  now = 20_000;
  progress.show("evaluating 3/9");
  progress.show("evaluating 4/9");
  now = 40_000;
  progress.step({ ...PROGRESS, step: 4 });
  assert.match(text(), /^evaluating 3\/9\nstep {3}4\/400 {2}[^\n]*\n$/);
});

Deno.test("Progress.watch() describes on an interactive terminal what is done in a silence", async () => {
  const { terminal, text } = recorder(true);
  let now = 0;
  const progress = new Progress(terminal, { now: () => now, lookMilliseconds: 1 });
  {
    using _watch = progress.watch(() => `computing ${now / 1000}`);
    // Nothing else is shown, so at once.
    await until(() => text().endsWith("computing 0"));
    now = 1000;
    await until(() => text().endsWith("computing 1"));
    progress.step({ ...PROGRESS, step: 3 });
    now = 2000;
    progress.step({ ...PROGRESS, step: 4 });
    const shown = text();
    await delay(20);
    assert.equal(text(), shown);
    now = 32_000;
    await until(() => text().endsWith("computing 32"));
  }
  // A description is not left behind as if it were a result.
  progress.end();
  assert.ok(text().endsWith("computing 32\r\x1b[K"), text());
});

Deno.test("Progress.watch() writes a line where none can be rewritten, every half minute", async () => {
  const { terminal, text } = recorder(false);
  let now = 0;
  const progress = new Progress(terminal, { now: () => now, lookMilliseconds: 1 });
  using _watch = progress.watch(() => `computing ${now / 1000}`);
  now = 29_000;
  await delay(20);
  assert.equal(text(), "");
  for (now of [30_000, 59_000, 60_000]) await delay(20);
  assert.equal(text(), "computing 30\ncomputing 60\n");
});

Deno.test("Progress.watch() describes the innermost of what is done", async () => {
  const { terminal, text } = recorder(true);
  let now = 0;
  const progress = new Progress(terminal, { now: () => now, lookMilliseconds: 1 });
  using _outer = progress.watch(() => "training");
  {
    using _inner = progress.watch(() => "validating");
    await until(() => text().includes("validating"));
    assert.ok(!text().includes("training"));
  }
  now = 1000;
  await until(() => text().endsWith("training"));
});

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await delay(1);
}

function recorder(interactive: boolean, columns = 80) {
  let written = "";
  const write = (text: string) => {
    written += text;
  };
  return { terminal: { interactive, columns: () => columns, write }, text: () => written };
}
