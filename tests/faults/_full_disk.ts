import assert from "node:assert/strict";
import { join } from "node:path";
import { annotateVideo } from "../../pipeline/prediction/annotate_video.ts";
import { findInputs } from "../../pipeline/prediction/find_inputs.ts";
import { reportError } from "../../pipeline/terminal/report_error.ts";
import { encodeFormula, ffmpegUnderTest } from "../datasets/_fixtures.ts";
import { canMount, withSmallDisk } from "../pipeline/_small_disk.ts";
import { writeTinyRun } from "../pipeline/export/_tiny_run.ts";
import type { Fault } from "./_fault.ts";
import { errorOf, refusalOf } from "./_seen.ts";

/** Makes a small data set. */
async function makeVideos(folder: string): Promise<void> {
  for (const name of ["train/a/1.avi", "train/b/2.avi", "test/a/3.avi", "test/b/4.avi"]) {
    await Deno.mkdir(join(folder, name, ".."), { recursive: true });
    const length = { frames: 4 + name.charCodeAt(name.length - 5) % 8, framesPerSecond: 25 };
    await encodeFormula(join(folder, name), { ...length, width: 32, height: 24 });
  }
}

/** Works while `full` is a disk of so few KiB in the folder; returns what the work returned. */
async function onFullDisk(
  folder: string,
  kibibytes: number,
  work: (disk: string) => Promise<string>,
): Promise<string> {
  const disk = join(folder, "full");
  await Deno.mkdir(disk);
  let seen = "";
  await withSmallDisk(disk, async () => {
    seen = await work(disk);
    const names = [...Deno.readDirSync(disk)].map(({ name }) => name);
    assert.ok(!names.some((name) => name.endsWith(".partial")), names.join());
  }, kibibytes);
  return seen;
}

const INDEX: Fault = {
  fault: "The disk is full while a database of videos is written",
  outcome: "Exit code 1; the same command continues once there is room.",
  isPossible: canMount,
  async inject(folder) {
    await makeVideos(join(folder, "videos"));
    return await onFullDisk(
      folder,
      8,
      (disk) => refusalOf(["data", "index", "videos", join(disk, "videos.sqlite")], folder),
    );
  },
};

const REPORT: Fault = {
  fault: "The disk is full while `data check` writes its report",
  outcome: "Exit code 1; the lines that are there are kept.",
  isPossible: canMount,
  async inject(folder) {
    await makeVideos(join(folder, "videos"));
    return await onFullDisk(folder, 4, async (disk) => {
      await Deno.writeFile(join(disk, "other"), new Uint8Array(4096));
      const words = ["data", "check", "videos", "--report", join(disk, "report.jsonl")];
      return await refusalOf(words, folder);
    });
  },
};

const MADE_VIDEOS: Fault = {
  fault: "The disk is full while ffmpeg writes videos (`data make`, `data prepare`)",
  outcome: "Exit code 1; no half-written video is left, whole ones are kept.",
  isPossible: canMount,
  inject: (folder) =>
    onFullDisk(folder, 24, async (disk) => {
      const line = await refusalOf(["data", "make", disk], folder);
      // Whichever video came first.
      return line.replace(/'[^']*full\/[^']*'/, `'${disk}/…'`);
    }),
};

const EXPORTED_MODEL: Fault = {
  fault: "The disk is full while `export` writes a model",
  outcome: "Exit code 1; nothing of the model is left.",
  isPossible: canMount,
  async inject(folder) {
    await writeTinyRun(join(folder, "run"), { dual: true });
    return await onFullDisk(folder, 256, async (disk) => {
      const words = ["export", "./run", "--output", join(disk, "saved_model")];
      const line = await refusalOf(words, folder);
      assert.deepEqual([...Deno.readDirSync(disk)], []);
      return line;
    });
  },
};

const LABELED_COPY: Fault = {
  fault: "The disk is full while `predict --annotate` writes the labeled copy",
  outcome: "Exit code 1; no half-written copy is left.",
  isPossible: canMount,
  async inject(folder) {
    const path = join(folder, "video.avi");
    await encodeFormula(path, { frames: 50, framesPerSecond: 25, width: 64, height: 48 });
    const ffmpegPath = await ffmpegUnderTest();
    const [input] = await findInputs([path]);
    assert.ok(input !== undefined);
    const segments = [{ start: 0, end: 2, class: "run", probability: 0.9 }];
    const answer = { input, seconds: 2, segments, windows: 1, isWhole: true, trainedOn: null };
    const { signal } = new AbortController();
    return await onFullDisk(folder, 4, async (disk) => {
      const output = join(disk, "copy.mp4");
      const annotating = annotateVideo(
        { ...answer, classes: [] },
        { path, output, ffmpegPath, signal },
      );
      const { text, bug } = reportError(await errorOf(annotating), false);
      assert.equal(bug, false, text);
      assert.deepEqual([...Deno.readDirSync(disk)], []);
      return text;
    });
  },
};

/** What writes to a disk that is full. */
export const FULL_DISK_FAULTS: readonly Fault[] = [
  INDEX,
  REPORT,
  MADE_VIDEOS,
  EXPORTED_MODEL,
  LABELED_COPY,
];
