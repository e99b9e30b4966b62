import assert from "node:assert/strict";
import { join } from "node:path";
import {
  type Misbehavior,
  timesMisbehaved,
  writeFakeFfmpeg,
} from "../datasets/ffmpeg/_fake_ffmpeg.ts";
import { withFolder } from "../_temporary_folder.ts";
import { CommandLine, type Outcome, runCommand } from "./_command_line.ts";
import { HANGS, isHanging } from "./_hanging_ffmpeg.ts";
import { ffmpegsGone } from "./_processes.ts";
import { makeSmallSet, TRAINING_VIDEOS } from "./_small_set.ts";
import { requireNothingLost, requireSameAsWhole, stepsOf, WHOLE } from "./_stopped_run.ts";

/** More than two steps of clips are on their way; each is decoded again. */
const FIELDS = ["schedule.steps=4", "credits=18", "data.cacheMebibytes=0"];

let folder = "";

/** Starts a run, by an ffmpeg that misbehaves. */
function start(
  name: string,
  { ffmpegPath, fields = [], environment = {} }: {
    readonly ffmpegPath?: string;
    readonly fields?: readonly string[];
    readonly environment?: Readonly<Record<string, string>>;
  } = {},
): CommandLine {
  const settings = [...FIELDS, ...fields].flatMap((field) => ["--set", field]);
  const words = ["train", "--config", "small.json", "--name", name, ...settings];
  const program = ffmpegPath === undefined ? {} : { FFMPEG_PATH: ffmpegPath };
  return new CommandLine(folder, words, { environment: { ...program, ...environment } });
}

async function withFake(
  misbehavior: Misbehavior,
  work: (ffmpegPath: string) => Promise<void>,
): Promise<void> {
  await withFolder(async (place) => await work(await writeFakeFfmpeg(place, misbehavior)));
}

async function requireResumed(name: string): Promise<void> {
  const { code, stderr } = await runCommand(folder, ["train", "--resume", name]);
  assert.equal(code, 0, stderr);
  requireSameAsWhole(folder, name, stderr);
}

function requireNoVerdict({ stderr }: Outcome): void {
  assert.doesNotMatch(stderr, /skipped|damaged|broken|bug/);
}

Deno.test.beforeAll(async () => {
  folder = await makeSmallSet();
  await using command = start(WHOLE);
  const { code, stderr } = await command.end();
  assert.equal(code, 0, stderr);
});

Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

for (const signal of ["KILL", "TERM", "SEGV"]) {
  Deno.test(`train learns the same if SIG${signal} ends its ffmpeg now and then`, () => {
    const does = `"$FFMPEG" "$@" | head -c 3000; kill -${signal} $$`;
    return withFake({ at: "decode", does, times: 2 }, async (ffmpegPath) => {
      const name = `disturbed-${signal.toLowerCase()}`;
      await using command = start(name, { ffmpegPath });
      const outcome = await command.end();
      assert.equal(outcome.code, 0, outcome.stderr);
      requireNoVerdict(outcome);
      requireSameAsWhole(folder, name, outcome.stderr);
    });
  });
}

for (const signal of ["KILL", "TERM"]) {
  Deno.test(`train ends with one error if SIG${signal} ends ffmpeg each time, and resumes`, () => {
    const does = `kill -${signal} $$`;
    return withFake({ at: "decode", video: "testsrc/2", does }, async (ffmpegPath) => {
      const name = `stopped-${signal.toLowerCase()}`;
      await using command = start(name, { ffmpegPath });
      const outcome = await command.end();
      assert.equal(outcome.code, 1, outcome.stderr);
      assert.match(outcome.stderr, new RegExp(`^error: .*3 times .*\\(SIG${signal}\\)`, "m"));
      requireNoVerdict(outcome);
      await requireResumed(name);
    });
  });
}

Deno.test("train stops at Ctrl-C although ffmpeg hangs, and resumes to the same", () => {
  const misbehavior = { at: "decode", video: "testsrc/1", does: HANGS } as const;
  return withFake(misbehavior, async (ffmpegPath) => {
    const name = "hanging";
    await using command = start(name, { ffmpegPath });
    // Its video may be decoded ahead of the first step; a run without a step is removed.
    await command.until(async () => await isHanging(ffmpegPath) && stepsOf(folder, name) > 0);
    command.kill("SIGINT");
    const outcome = await command.end();
    assert.equal(outcome.code, 130, outcome.stderr);
    // A killed process that no processor is free for ends a little later.
    await ffmpegsGone(ffmpegPath);
    requireNoVerdict(outcome);
    requireNothingLost(folder, name, outcome.stderr);
    await requireResumed(name);
  });
});

Deno.test("train decodes each video once if it is kept on disk, and learns the same", () =>
  // It counts, and does what is asked for.
  withFake({ at: "decode", video: "/train/", does: ":" }, async (ffmpegPath) => {
    const name = "disk";
    const disk = join(folder, "frames");
    await Deno.mkdir(disk);
    await using command = start(name, {
      ffmpegPath,
      fields: ["data.diskMebibytes=64"],
      environment: { TMPDIR: disk },
    });
    const { code, stderr } = await command.end();
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^Disk: up to 64 MiB for decoded videos, in \S+frames$/m);
    assert.equal(await timesMisbehaved(ffmpegPath), TRAINING_VIDEOS);
    assert.deepEqual([...Deno.readDirSync(disk)], []);
    requireSameAsWhole(folder, name, stderr);
  }));

Deno.test({
  name: "train decodes in the background",
  ignore: Deno.build.os !== "linux",
  fn() {
    // The 41st field is the policy; its name has no space. It is set when the process has started.
    const does = `sleep 0.1; cut -d ' ' -f 41 /proc/$$/stat >> "$0.policies"`;
    return withFake({ at: "decode", video: "/train/", does }, async (ffmpegPath) => {
      await using command = start("background", { ffmpegPath });
      const { code, stderr } = await command.end();
      assert.equal(code, 0, stderr);
      const policies = (await Deno.readTextFile(`${ffmpegPath}.policies`)).trimEnd().split("\n");
      assert.equal(policies.length, await timesMisbehaved(ffmpegPath));
      // SCHED_BATCH of sched.h.
      assert.deepEqual([...new Set(policies)], ["3"]);
    });
  },
});

for (const task of ["evaluate", "predict"]) {
  Deno.test(`${task} stops at Ctrl-C although ffmpeg hangs`, () => {
    return withFake({ at: "decode", does: HANGS }, async (ffmpegPath) => {
      const words = task === "predict" ? ["videos/test/testsrc/1.avi"] : [];
      const environment = { FFMPEG_PATH: ffmpegPath };
      await using command = new CommandLine(folder, [task, "--run", WHOLE, ...words], {
        environment,
      });
      await command.until(() => isHanging(ffmpegPath));
      command.kill("SIGINT");
      const { code, stderr } = await command.end();
      assert.equal(code, 130, stderr);
      await ffmpegsGone(ffmpegPath);
    });
  });
}

Deno.test("predict names a video at which ffmpeg is silent, and answers for the others", () =>
  withFake({ at: "decode", video: "testsrc/1", does: "sleep 1000" }, async (ffmpegPath) => {
    const videos = [0, 1].map((number) => join("videos/test/testsrc", `${number}.avi`));
    const limit = ["--set", "data.silenceSeconds=1"];
    const words = ["predict", "--run", WHOLE, ...limit, ...videos];
    await using command = new CommandLine(folder, words, {
      environment: { FFMPEG_PATH: ffmpegPath },
    });
    const { code, stdout, stderr } = await command.end();
    assert.equal(code, 1, stderr);
    assert.match(stderr, /^videos\/test\/testsrc\/1\.avi: ffmpeg was silent for 1 s$/m);
    assert.match(stdout, /0\.avi/);
  }));
