import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ClipGauge } from "../../../pipeline/training/clip_gauge.ts";
import { LiveStream, type LiveStreamOptions } from "../../../pipeline/training/live_stream.ts";
import { StepClock } from "../../../pipeline/training/step_clock.ts";
import { RunFolder } from "../../../pipeline/run/run_folder.ts";
import { TemporaryFolder } from "../../../pipeline/files/temporary_folder.ts";
import { canMount, withSmallDisk } from "../_small_disk.ts";

function options(notes: string[]): LiveStreamOptions {
  return {
    clock: new StepClock(),
    gauge: new ClipGauge(),
    credits: { capacity: 8, inFlight: 1 },
    totalSteps: 10,
    stepsPerEpoch: 4,
    steps: () => 10,
    waitingShare: () => undefined,
    notify: (line) => notes.push(line),
    everyMilliseconds: 10,
  };
}

/** Waits for something that a timer does. */
async function until(isThere: () => boolean | Promise<boolean>): Promise<void> {
  while (!await isThere()) await new Promise((resolve) => setTimeout(resolve, 10));
}

Deno.test("LiveStream writes the state while nothing moves, and once more at the end", async () => {
  using folder = TemporaryFolder.make();
  const run = new RunFolder(folder.path);
  const notes: string[] = [];
  const watched = options(notes);
  const { gauge } = watched;
  const live = new LiveStream(run.liveStream, watched);
  await until(async () => await run.readStream() !== undefined);
  const first = await run.readStream();
  await until(async () => (await run.readStream())?.time !== first?.time);
  gauge.take();
  await live[Symbol.asyncDispose]();
  const last = await run.readStream();
  assert.ok(last);
  const { time, activitySeconds, residentBytes, ...state } = last;
  assert.ok(Date.parse(time) <= Date.now() && activitySeconds > 0 && residentBytes > 1e6);
  const { process, clips, total, ...numbers } = state;
  assert.deepEqual([process, clips.queued, total.taken], [Deno.pid, 1, 1]);
  assert.deepEqual(numbers, {
    version: 1,
    step: 10,
    totalSteps: 10,
    // Of the last step: there is none after it.
    epoch: 2,
    activity: "pause",
    credits: { capacity: 8, inFlight: 1 },
    balance: null,
  });
  assert.deepEqual(notes, []);
  assert.deepEqual(Array.from(Deno.readDirSync(run.live), ({ name }) => name), ["stream.json"]);
});

Deno.test("LiveStream says who waits for whom", async () => {
  using folder = TemporaryFolder.make();
  const run = new RunFolder(folder.path);
  const balances: unknown[] = [];
  for (const share of [0, 0.1, 0.2, 0.3, 1]) {
    const live = new LiveStream(run.liveStream, { ...options([]), waitingShare: () => share });
    await live[Symbol.asyncDispose]();
    balances.push((await run.readStream())?.balance);
  }
  const [device, decode] = ["device-bound", "decode-bound"];
  assert.deepEqual(balances, [device, device, "balanced", decode, decode]);
});

Deno.test("LiveStream says once that its file cannot be written, and ends nothing", async () => {
  using folder = TemporaryFolder.make();
  const path = join(folder.path, "live", "stream.json");
  await Deno.writeTextFile(join(folder.path, "live"), "not a folder");
  const notes: string[] = [];
  const live = new LiveStream(path, options(notes));
  await until(() => notes.length > 0);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await live[Symbol.asyncDispose]();
  assert.equal(notes.length, 1);
  assert.match(
    notes[0]!,
    /^note: .*stream\.json is out of date, the training is not: .*there is a file of that name/,
  );
});

Deno.test({
  name: "LiveStream on a full disk says so once, and continues when there is room",
  ignore: !await canMount(),
  async fn() {
    using folder = TemporaryFolder.make();
    await withSmallDisk(folder.path, async () => {
      const run = new RunFolder(folder.path);
      const big = join(folder.path, "big");
      await Deno.mkdir(run.live);
      await fill(big);
      const notes: string[] = [];
      const live = new LiveStream(run.liveStream, options(notes));
      await until(() => notes.length > 0);
      await Deno.remove(big);
      await until(async () => await run.readStream() !== undefined);
      await live[Symbol.asyncDispose]();
      assert.equal(notes.length, 1);
      assert.match(notes[0]!, /stream\.json is out of date, the training is not: .*(space|full)/i);
    });
  },
});

/** Writes a file until the disk is full. */
async function fill(path: string): Promise<void> {
  using file = await Deno.open(path, { write: true, create: true });
  const block = new Uint8Array(512);
  await assert.rejects(async () => {
    while (true) await file.write(block);
  });
}

Deno.test("LiveStream makes no folder in the place of a run that was removed", async () => {
  using folder = TemporaryFolder.make();
  const run = new RunFolder(join(folder.path, "removed"));
  const notes: string[] = [];
  const live = new LiveStream(run.liveStream, options(notes));
  await live[Symbol.asyncDispose]();
  assert.deepEqual([existsSync(run.path), notes.length], [false, 1]);
});
