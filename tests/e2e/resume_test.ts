import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { copyFolder } from "../_copy_folder.ts";
import { runFfmpeg } from "../datasets/_fixtures.ts";
import { openCheckpoint } from "../../pipeline/run/open_checkpoint.ts";
import { CommandLine, type CommandLineOptions, type Outcome } from "./_command_line.ts";
import { ffmpegsGone, ffmpegsIn } from "./_processes.ts";
import { slowFfmpeg } from "./_slow_ffmpeg.ts";
import {
  addBrokenVideo,
  checkpointsOf,
  makeSmallSet,
  metricsOf,
  newestCheckpoint,
  sameCheckpoints,
} from "./_small_set.ts";

/** A run that nothing disturbed. */
const WHOLE = "whole";

let folder = "";
let whole: Outcome;
/** Variables of a command that is to be disturbed. */
let slow = { FFMPEG_PATH: "" };

/** Starts a run that decodes each clip again. */
function start(
  name: string,
  words: readonly string[] = [],
  options: CommandLineOptions = {},
): CommandLine {
  const videos = ["--data", join(folder, "videos"), "--set", "data.cacheMebibytes=0"];
  const command = ["train", "--config", "small.json", "--name", name, ...videos, ...words];
  return new CommandLine(folder, command, options);
}

function resume(name: string, ...words: readonly string[]): CommandLine {
  return new CommandLine(folder, ["train", "--resume", name, ...words]);
}

/** Starts a run that decodes slowly. */
function startSlowly(
  name: string,
  words: readonly string[] = [],
  options: CommandLineOptions = {},
): CommandLine {
  return start(name, words, { ...options, environment: slow });
}

/** Resumes a run, which decodes slowly from then on. */
function resumeSlowly(name: string): CommandLine {
  return new CommandLine(folder, ["train", "--resume", name], { environment: slow });
}

/** Runs until something has happened, then ends the process without warning. */
async function killAfter(command: CommandLine, happened: () => boolean): Promise<void> {
  await using running = command;
  await running.until(happened);
  running.kill("SIGKILL");
  await running.end();
  await ffmpegsGone(folder);
}

/** Requires that a run gave exactly the same as the undisturbed one. */
function requireSameRun(name: string, { code, stdout, stderr }: Outcome): void {
  assert.equal(code, 0, stderr);
  assert.deepEqual(metricsOf(folder, name), metricsOf(folder, WHOLE));
  assert.deepEqual(checkpointsOf(folder, name), checkpointsOf(folder, WHOLE));
  assert.ok(sameCheckpoints(folder, name, WHOLE), "other weights");
  assert.equal(stdout, whole.stdout);
}

function steps(name: string): number {
  return metricsOf(folder, name).length;
}

function hasCheckpoint(name: string, step: number): boolean {
  return checkpointsOf(folder, name).includes(`step-00000${step}.safetensors`);
}

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
  // Other videos replace it, and their draw must survive resuming too.
  await addBrokenVideo(folder);
  slow = await slowFfmpeg(folder);
  await using command = start(WHOLE);
  whole = await command.end();
  assert.equal(whole.code, 0, whole.stderr);
  assert.match(whole.stderr, /broken\.avi/);
});

Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

Deno.test("train --resume after kill -9 at several points gives the same result", async () => {
  const name = "killed";
  // During a step, without any checkpoint.
  await killAfter(startSlowly(name), () => steps(name) >= 2);
  assert.ok(!hasCheckpoint(name, 6));
  // While a checkpoint is being written, or just after.
  await killAfter(resumeSlowly(name), () => checkpointsOf(folder, name).length > 0);
  // Right after a checkpoint.
  await killAfter(resumeSlowly(name), () => hasCheckpoint(name, 6));
  await using command = resume(name);
  const outcome = await command.end();
  assert.match(outcome.stderr, /Resuming after step [68]\n/);
  requireSameRun(name, outcome);
});

Deno.test("train --resume skips a damaged checkpoint and half-written files", async () => {
  const name = "damaged";
  await copyFolder(join(folder, "runs", WHOLE), join(folder, "runs", name));
  const run = join(folder, "runs", name);
  await Deno.remove(join(run, "results.json"));
  const newest = join(run, "checkpoints/step-000008.safetensors");
  await Deno.truncate(newest, newestCheckpoint(folder, name).length / 2);
  await Deno.writeTextFile(
    join(run, "checkpoints/step-000009.safetensors.00000000-0000-0000-0000-000000000000.partial"),
    "half",
  );
  await Deno.writeTextFile(join(run, "metrics.jsonl"), '{"kind":"step","st', { append: true });
  await using command = resume(name);
  const outcome = await command.end();
  assert.match(
    outcome.stderr,
    /skipped: Cannot read '\S*step-000008\.safetensors' as safetensors: .*\n/,
  );
  assert.match(outcome.stderr, /Resuming after step 6\n/);
  requireSameRun(name, outcome);
});

Deno.test("train finishes the step at Ctrl-C, writes a checkpoint and says how to resume", async () => {
  const name = "interrupted";
  await using command = startSlowly(name);
  await command.until(() => steps(name) >= 1);
  command.kill("SIGINT");
  const { code, stdout, stderr } = await command.end();
  assert.deepEqual([code, stdout, await ffmpegsIn(folder)], [130, "", []]);
  const done = steps(name);
  assert.ok(done < 8 && hasCheckpoint(name, done), stderr);
  const again = `resume with: deno task train --resume ${name}`;
  assert.ok(stderr.endsWith(`\nStopped after step ${done}; ${again}\n`), stderr);
  await using rest = resume(name);
  requireSameRun(name, await rest.end());
});

Deno.test({
  name: "train reports no video as broken or damaged when Ctrl-C reaches all its processes",
  ignore: Deno.build.os !== "linux",
  fn: () =>
    withLongVideo(async (long) => {
      const name = "terminal";
      await using command = startSlowly(name, CACHED, { ownGroup: true });
      await command.until(async () => (await ffmpegsIn(long, "rawvideo")).length > 0);
      command.killGroup("SIGINT");
      const { code, stderr } = await command.end();
      assert.deepEqual([code, await ffmpegsIn(folder)], [130, []], stderr);
      assert.ok(!/^(skipped|damaged): .*long\.avi/m.test(stderr), stderr);
      const [newest = ""] = checkpointsOf(folder, name).toReversed();
      using checkpoint = await openCheckpoint(join(folder, "runs", name, "checkpoints", newest));
      assert.ok(checkpoint.state.brokenVideos.every((id) => !id.includes("long")), stderr);
    }),
});

Deno.test("train keeps what was learned when an error ends it, and says how to resume", async () => {
  const name = "failed";
  const ffmpeg = slow.FFMPEG_PATH;
  await using command = startSlowly(name);
  await command.until(() => steps(name) >= 1);
  await Deno.rename(ffmpeg, `${ffmpeg}.away`);
  const { code, stdout, stderr } = await command.end();
  assert.deepEqual([code, stdout], [1, ""], stderr);
  const done = steps(name);
  assert.ok(done < 8 && hasCheckpoint(name, done), stderr);
  const again = `resume with: deno task train --resume ${name}`;
  assert.ok(
    stderr.includes(`\nKept what was learned up to step ${done}; ${again}\nerror: `),
    stderr,
  );
  await Deno.rename(`${ffmpeg}.away`, ffmpeg);
  await using rest = resume(name);
  requireSameRun(name, await rest.end());
});

Deno.test("train --resume keeps what was set on the command line", async () => {
  const name = "changed";
  await copyFolder(join(folder, "runs", WHOLE), join(folder, "runs", name));
  await Deno.remove(join(folder, "runs", name, "results.json"));
  await using command = resume(name, "--set", "evaluate.crops=3");
  assert.equal((await command.end()).code, 0);
  const path = join(folder, "runs", name, "config.json");
  assert.equal(JSON.parse(await Deno.readTextFile(path)).evaluate.crops, 3);
});

Deno.test("train killed while ffmpeg decodes leaves no ffmpeg behind", () =>
  withLongVideo(async (long) => {
    await using command = startSlowly("orphans", CACHED);
    await command.until(async () => (await ffmpegsIn(long, "rawvideo")).length > 0);
    command.kill("SIGKILL");
    await command.end();
    await ffmpegsGone(folder);
  }));

Deno.test("train loses no line of its metrics if a step is quicker than a checkpoint", async () => {
  const name = "quick";
  const total = 120;
  const often = ["checkpoint.everySteps=1", "credits=24", `schedule.steps=${total}`];
  await killAfter(
    new CommandLine(folder, [
      "train",
      "--config",
      "small.json",
      "--name",
      name,
      ...often.flatMap((field) => ["--set", field]),
    ]),
    () => checkpointsOf(folder, name).some((file) => file >= "step-000020"),
  );
  await using command = resume(name);
  const { code, stderr } = await command.end();
  assert.equal(code, 0, stderr);
  const lines = metricsOf(folder, name).map(({ step }) => step);
  assert.deepEqual(lines, Array.from({ length: total }, (_, index) => index + 1));
});

Deno.test("train during the evaluation keeps at Ctrl-C what was trained", async () => {
  const name = "evaluating";
  await using command = startSlowly(name);
  // Written just before the evaluation.
  const weights = join(folder, "runs", name, "auxiliary.safetensors");
  await command.until(() => existsSync(weights));
  command.kill("SIGINT");
  const { code, stderr } = await command.end();
  assert.equal(code, 130, stderr);
  const evaluation = `deno task evaluate --run ${name}`;
  const stopping = "Stopping the evaluation; training is complete; evaluate with: ";
  assert.ok(stderr.includes(`${stopping}${evaluation}. Press Ctrl-C again`), stderr);
  assert.ok(stderr.endsWith(`\nTrained; evaluate with: ${evaluation}\n`), stderr);
  assert.deepEqual(await ffmpegsIn(folder), []);
  await using rest = resume(name);
  requireSameRun(name, await rest.end());
});

/** With a cache, videos are decoded whole, which takes longer. */
const CACHED = ["--set", "data.cacheMebibytes=64"];

/** Works while there is a training video whose slow decoding takes many seconds. */
async function withLongVideo(work: (path: string) => Promise<void>): Promise<void> {
  const long = join(folder, "videos/train/testsrc/long.avi");
  const source = "testsrc=size=24x16:rate=30:duration=120";
  await runFfmpeg(["-f", "lavfi", "-i", source, "-c:v", "mpeg4", long]);
  try {
    await work(long);
  } finally {
    await Deno.remove(long);
  }
}
