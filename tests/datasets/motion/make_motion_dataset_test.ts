import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import {
  drawMotionVideo,
  makeMotionDataset,
  MOTION_CLASSES,
} from "../../../datasets/motion/mod.ts";
import { ffmpegUnderTest } from "../_fixtures.ts";
import { withFolder } from "../../_temporary_folder.ts";

const ffmpegPath = await ffmpegUnderTest();
const SMALL = { trainPerClass: 2, testPerClass: 1, size: 16, seed: 3, ffmpegPath, concurrency: 2 };

Deno.test("makeMotionDataset() writes every video without loss and reuses the finished set", async () => {
  await withFolder(async (folder) => {
    const progress: number[] = [];
    const dataset = await makeMotionDataset({
      ...SMALL,
      folder,
      onProgress: ({ done, total }) => {
        assert.equal(total, 24);
        progress.push(done);
      },
    });
    assert.deepEqual(progress, Array.from({ length: 24 }, (_, index) => index + 1));
    assert.deepEqual((await readdir(dataset.trainFolder)).sort(), [...MOTION_CLASSES].sort());
    assert.deepEqual(await readdir(join(dataset.testFolder, "shake")), ["000.mp4"]);

    const path = join(dataset.trainFolder, "orbit", "001.mp4");
    const ffmpeg = spawn(ffmpegPath, [
      ...["-v", "error", "-i", path, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"],
    ], { stdio: ["ignore", "pipe", "inherit"] });
    const drawn = drawMotionVideo({
      className: "orbit",
      split: "train",
      index: 1,
      seed: 3,
      size: 16,
    });
    assert.deepEqual(new Uint8Array(await buffer(ffmpeg.stdout)), drawn);

    const before = (await stat(path)).mtimeMs;
    assert.deepEqual(await makeMotionDataset({ ...SMALL, folder }), dataset);
    assert.equal((await stat(path)).mtimeMs, before);
  });
});

Deno.test("makeMotionDataset() resumes after an abort and leaves no half-written file", async () => {
  await withFolder(async (folder) => {
    const controller = new AbortController();
    const stopped = new Error("stopped by the test");
    await assert.rejects(
      makeMotionDataset({
        ...SMALL,
        folder,
        signal: controller.signal,
        onProgress: ({ done }) => done === 5 && controller.abort(stopped),
      }),
      stopped,
    );
    const left = (await readdir(folder, { recursive: true })).filter((name) => /\.\w+$/.test(name));
    assert.ok(left.length >= 5 && left.length < 24, `${left.length} files`);
    assert.ok(left.every((name) => name.endsWith(".mp4")), left.join());

    const dataset = await makeMotionDataset({ ...SMALL, folder });
    const manifest = await readFile(join(dirname(dataset.trainFolder), "manifest.json"), "utf8");
    assert.equal(JSON.parse(manifest).trainPerClass, 2);
  });
});

Deno.test("makeMotionDataset() names the ffmpeg that cannot run", async () => {
  await withFolder(async (folder) => {
    await assert.rejects(
      makeMotionDataset({ ...SMALL, folder, ffmpegPath: join(folder, "no-such-ffmpeg") }),
      /^Error: Cannot write .*no-such-ffmpeg.*libx264rgb failed/,
    );
  });
});

Deno.test("makeMotionDataset() refuses counts that are not positive integers and odd sizes", async () => {
  const refused = (wrong: Partial<typeof SMALL>, message: RegExp) =>
    assert.rejects(makeMotionDataset({ ...SMALL, folder: "unused", ...wrong }), message);
  await refused({ trainPerClass: 0 }, /^RangeError: Cannot make the data set as 'trainPerClass'/);
  await refused({ size: 15 }, /^RangeError: Cannot make the data set as 'size' must be even/);
});
