import assert from "node:assert/strict";
import { join } from "node:path";
import { decodeWindow } from "../../datasets/mod.ts";
import { encodeFormula } from "../datasets/_fixtures.ts";
import { type Misbehavior, writeFakeFfmpeg } from "../datasets/ffmpeg/_fake_ffmpeg.ts";
import { CommandLine, type Outcome } from "../e2e/_command_line.ts";
import { HANGS, isHanging } from "../e2e/_hanging_ffmpeg.ts";
import { ffmpegsGone } from "../e2e/_processes.ts";
import { makeSmallSet } from "../e2e/_small_set.ts";
import { runCli } from "../pipeline/_command_line.ts";
import type { FaultGroup } from "./_fault.ts";
import { errorOf, lineOf } from "./_seen.ts";

/** Four frames. */
const GRID = { framesPerSecond: 10, size: { shortSide: 16 }, startSec: 0, durationSec: 0.4 };

export const FFMPEG_FAULTS: FaultGroup = {
  title: "ffmpeg",
  faults: [
    {
      fault: "It falls silent at a video: a lost network drive, a pipe that nobody writes to",
      outcome: "After data.silenceSeconds it is killed, and the video counts as broken.",
      async inject(folder) {
        const { code, stderr } = await trainWith(folder, {
          at: "decode",
          video: "train/testsrc/0.avi",
          does: "sleep 1000",
        }, ["--set", "data.silenceSeconds=1"]);
        assert.equal(code, 0, stderr);
        return lineOf(stderr, /^skipped: .*train/);
      },
    },
    {
      fault: "It does not say its version",
      outcome: "After 10 s it is killed, and does not count as an ffmpeg.",
      async inject(folder) {
        const FFMPEG_PATH = await writeFakeFfmpeg(folder, { at: "version", does: "sleep 1000" });
        const { code, stdout } = await runCli(["doctor"], { environment: { FFMPEG_PATH } });
        assert.equal(code, 1, stdout);
        return lineOf(stdout, /FFMPEG_PATH: /);
      },
    },
    {
      fault: "It gives a byte now and then",
      outcome: "A frame that is not complete within data.silenceSeconds counts as silence.",
      async inject(folder) {
        const path = await makeVideo(folder);
        const ffmpegPath = await writeFakeFfmpeg(folder, {
          at: "decode",
          does: "printf x; sleep 0.3; printf x; sleep 1000",
        });
        const { message } = await errorOf(
          decodeWindow(path, { ...GRID, ffmpegPath, silenceSec: 1 }),
        );
        return message;
      },
    },
    {
      fault: "It writes without end in place of a video's description",
      outcome: "It is killed at once, and the video counts as broken.",
      inject: (folder) => checkWith(folder, { at: "probe", does: "yes packets" }),
    },
    {
      fault: "It writes on after a video's frames",
      outcome: "Nothing of it is used, and the video counts as broken.",
      inject: (folder) => checkWith(folder, { at: "decode", does: '"$FFMPEG" "$@"; yes frames' }),
    },
    {
      fault: "It crashes at a video, each time",
      outcome: "It is started three times; then the video counts as broken.",
      inject: (folder) => checkWith(folder, { at: "decode", does: "kill -SEGV $$" }),
    },
    {
      fault: "The system kills it, as memory runs out",
      outcome: "It is started three times; then the run ends, and can be resumed with all videos.",
      async inject(folder) {
        const { code, stderr } = await trainWith(folder, {
          at: "decode",
          video: "testsrc/0.avi",
          does: "kill -KILL $$",
        });
        assert.equal(code, 1, stderr);
        assert.ok(!/broken|skipped|damaged|bug/.test(stderr), stderr);
        return lineOf(stderr, /^error: /);
      },
    },
    {
      fault: "A signal ends it in the middle of a video, once or twice",
      outcome: "It is started again, and its frames are the same.",
      async inject(folder) {
        const path = await makeVideo(folder);
        const ffmpegPath = await writeFakeFfmpeg(folder, {
          at: "decode",
          does: '"$FFMPEG" "$@" | head -c 1500; kill -TERM $$',
          times: 2,
        });
        const disturbed = await decodeWindow(path, { ...GRID, ffmpegPath });
        assert.deepEqual(disturbed, await decodeWindow(path, { ...GRID, ffmpegPath }));
        return disturbed.warnings.join();
      },
    },
    {
      fault: "Ctrl-C while it hangs, behind a script that starts it and waits",
      outcome: "All of its processes are killed, and a checkpoint keeps the steps that were done.",
      async inject(folder) {
        const set = await moveSmallSet(folder);
        const FFMPEG_PATH = await writeFakeFfmpeg(folder, {
          at: "decode",
          video: "smptebars",
          does: HANGS,
        });
        await using command = new CommandLine(
          set,
          [...TRAIN, "--set", "data.cacheMebibytes=0"],
          { environment: { FFMPEG_PATH } },
        );
        await command.until(() => isHanging(FFMPEG_PATH));
        command.kill("SIGINT");
        const { code, stderr } = await command.end();
        assert.equal(code, 130, stderr);
        await ffmpegsGone(folder);
        return lineOf(stderr, /^Stopped after step/).replace(/step \d+/, "step …");
      },
    },
  ],
};

const TRAIN = ["train", "--config", "small.json", "--name", "first"];

/** Moves the small set of the e2e tests into a folder and returns where it is. */
async function moveSmallSet(folder: string): Promise<string> {
  const set = join(folder, "set");
  await Deno.rename(await makeSmallSet(), set);
  return set;
}

async function trainWith(
  folder: string,
  misbehavior: Misbehavior,
  words: readonly string[] = [],
): Promise<Outcome> {
  const set = await moveSmallSet(folder);
  const FFMPEG_PATH = await writeFakeFfmpeg(folder, misbehavior);
  const environment = { FFMPEG_PATH };
  return await runCli([...TRAIN, "--set", "schedule.steps=1", ...words], {
    folder: set,
    environment,
  });
}

async function makeVideo(folder: string): Promise<string> {
  return await encodeFormula(join(folder, "a.mkv"), { frames: 12, framesPerSecond: 10 });
}

/** Checks a set of two videos, one of which ffmpeg misbehaves at; returns the line about it. */
async function checkWith(folder: string, misbehavior: Misbehavior): Promise<string> {
  const video = { frames: 12, framesPerSecond: 10 };
  const videos = join(folder, "videos");
  for (const name of ["run", "walk"]) {
    await Deno.mkdir(join(videos, name), { recursive: true });
    await encodeFormula(join(videos, name, "first.mkv"), video);
    await encodeFormula(join(videos, name, "second.mkv"), { ...video, frames: 11 });
  }
  const FFMPEG_PATH = await writeFakeFfmpeg(folder, { video: "walk/second", ...misbehavior });
  const { code, stderr } = await runCli(["data", "check", videos], {
    environment: { FFMPEG_PATH },
  });
  assert.equal(code, 1, stderr);
  return lineOf(stderr, /^broken: /);
}
