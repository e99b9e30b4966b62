import assert from "node:assert/strict";
import { join } from "node:path";
import { WindowLoader } from "../../../pipeline/videos/window_loader.ts";
import { type Config, loadConfig, parseOverride } from "../../../pipeline/config/config.ts";
import {
  FrameFile,
  indexManifest,
  makeMotionDataset,
  prepareVideos,
  readManifest,
  type VideoEntry,
} from "../../../datasets/mod.ts";
import type { DecodedWindow, Ticket } from "../../../operators/mod.ts";
import {
  assertSamePixels,
  ffmpegUnderTest,
  runFfmpeg,
  testInFolder,
} from "../../datasets/_fixtures.ts";
import "../../_libc.ts";
import { encodeNumbered, NUMBERED_SIZE, numberOf } from "../../datasets/_numbered_videos.ts";

const IMAGES = ["-f", "lavfi", "-i", "testsrc=s=32x24:r=10:d=1"];

testInFolder("WindowLoader takes a video that is gone for a broken one", async (folder) => {
  const path = join(folder, "a.flv");
  await runFfmpeg([...IMAGES, path]);
  const { config } = await loadConfig("videos_small");
  const options = { ffmpegPath: await ffmpegUnderTest(), notify: () => {}, gone: new Set(["a"]) };
  const loader = new WindowLoader(config, options);
  const video = { path, label: 0, id: "a" };
  const ticket = { video, phase: 0, epoch: 0, position: 0, repeat: 0, role: "labeled" } as const;
  const { signal } = new AbortController();
  for (const work of [loader.training(ticket, signal), loader.test(ticket, 1, signal)]) {
    await assert.rejects(work, {
      name: "DecodeError",
      message: `Cannot decode '${path}': it is gone since the run was started`,
    });
  }
});

testInFolder("WindowLoader notes once what data check says of a video", async (folder) => {
  const lines: string[] = [];
  const { config } = await loadConfig("videos_small");
  const ffmpegPath = await ffmpegUnderTest();
  const loader = new WindowLoader(config, { ffmpegPath, notify: (line) => lines.push(line) });
  const load = async (path: string) => {
    const video = { path, label: 0, id: path };
    const ticket = { video, phase: 0, epoch: 0, position: 0, repeat: 0, role: "labeled" } as const;
    await loader.training(ticket, new AbortController().signal);
    await loader.test(ticket, 2, new AbortController().signal);
  };
  const sound = join(folder, "sound.mkv");
  await runFfmpeg([...IMAGES, "-f", "lavfi", "-i", "aevalsrc=0:d=4:s=8000", sound]);
  const single = join(folder, "single.flv");
  await runFfmpeg([...IMAGES, single]);
  const joined = join(folder, "joined.flv");
  const bytes = await Deno.readFile(single);
  await Deno.writeFile(joined, new Uint8Array(await new Blob([bytes, bytes]).arrayBuffer()));
  for (const path of [sound, single, joined]) await load(path);
  assert.deepEqual(lines, [
    `note: ${sound}: its images last 1.0 s, its container says 4.0 s`,
    `damaged: ${joined}: '${joined}' decodes with errors: another recording follows in the file, ` +
    "which this ffmpeg does not read",
  ]);
  assert.deepEqual([...loader.damaged], [joined]);
});

const CHANGES = 'clip.others={"change":{"frames":4,"stride":8,"modality":"gradient"}}';

async function configOf(...fields: readonly string[]): Promise<Config> {
  const { config } = await loadConfig("videos_small", fields.map(parseOverride));
  return config;
}

/** Loads a training clip and the clips of a test. */
async function loadAll(loader: WindowLoader, video: VideoEntry): Promise<DecodedWindow[]> {
  const ticket = { video, phase: 0, epoch: 0, position: 0, repeat: 0, role: "labeled" } as const;
  const { signal } = new AbortController();
  return [await loader.training(ticket, signal), ...await loader.test(ticket, 2, signal)];
}

/** Asserts that each frame of a numbered video comes with the next one. */
function assertNumbers({ frames, nextFrames, frameCount }: DecodedWindow, last: number): void {
  const bytes = NUMBERED_SIZE.width * NUMBERED_SIZE.height * 3;
  assert.equal(frames.byteLength, frameCount * bytes);
  assert.equal(nextFrames?.byteLength, frames.byteLength);
  for (let offset = 0; offset < frames.byteLength; offset += bytes) {
    const number = numberOf(frames.subarray(offset, offset + bytes));
    assert.equal(numberOf(nextFrames.subarray(offset, offset + bytes)), Math.min(number + 1, last));
  }
}

testInFolder("WindowLoader loads the next frames for clips of changes", async (folder) => {
  const ffmpegPath = await ffmpegUnderTest();
  const videos = join(folder, "videos");
  for (const [index, name] of ["train/a", "train/b", "test/a", "test/b"].entries()) {
    await Deno.mkdir(join(videos, name), { recursive: true });
    const output = ["-c:v", "libx264", "-g", "12"];
    // Copies are refused.
    const frames = 60 + index;
    await encodeNumbered(join(videos, name, `${index}.mkv`), { rate: "25", frames, output });
  }
  const database = join(folder, "videos.sqlite");
  await indexManifest(await readManifest(videos), { file: database, ffmpegPath, concurrency: 2 });
  const { train: [video] } = await readManifest(database);
  assert.ok(video?.probe !== undefined);
  const fields = [`clip.decodeShortSide=${NUMBERED_SIZE.height}`, "clip.size=32"];
  const loaderOf = async (...more: readonly string[]) =>
    new WindowLoader(await configOf(...fields, ...more), { ffmpegPath, notify: () => {} });
  const single = await loaderOf("data.cacheMebibytes=0", CHANGES);
  const expected = await loadAll(single, video);
  for (const window of expected) assertNumbers(window, 59);
  // Probed by itself, decoded as a whole, from memory.
  const cached = await loaderOf("data.cacheMebibytes=64", CHANGES);
  const { probe: _, ...unprobed } = video;
  for (const loaded of [await loadAll(single, unprobed), await loadAll(cached, video)]) {
    assertSame(loaded, expected);
  }
  assert.ok(cached.holds({ video } as Ticket));
  assertSame(await loadAll(cached, video), expected);
  // Other clips need none, and see the same frames.
  const plain = await loadAll(await loaderOf("data.cacheMebibytes=64"), video);
  for (const [index, window] of plain.entries()) {
    assert.equal(window.nextFrames, undefined);
    assertSamePixels(window.frames, expected[index]!.frames, "without clips of changes");
  }
});

/** Asserts that windows have the same bytes. */
function assertSame(windows: readonly DecodedWindow[], expected: readonly DecodedWindow[]): void {
  assert.equal(windows.length, expected.length);
  for (const [index, window] of windows.entries()) {
    assertSamePixels(window.frames, expected[index]!.frames, `frames of window ${index}`);
    assertSamePixels(window.nextFrames!, expected[index]!.nextFrames!, `after window ${index}`);
  }
}

testInFolder(
  "WindowLoader loads the next frames of built-in and prepared videos",
  async (folder) => {
    const ffmpegPath = await ffmpegUnderTest();
    const small = { trainPerClass: 1, testPerClass: 1, size: 16, seed: 0, concurrency: 2 };
    const { trainFolder } = await makeMotionDataset({ folder, ...small, ffmpegPath });
    const manifest = await readManifest(join(trainFolder, ".."));
    const [original] = manifest.train;
    assert.ok(original !== undefined);
    const options = { folder: join(folder, "small"), shortSide: 16, origin: {}, concurrency: 1 };
    const single = { ...manifest, train: [original], test: [] };
    const [prepared] = await prepareVideos(single, { ...options, ffmpegPath });
    assert.ok(typeof prepared?.path === "string");
    const config = await configOf("clip.decodeShortSide=16", "clip.size=16", CHANGES);
    const loader = new WindowLoader(config, { ffmpegPath, notify: () => {} });
    for (const path of [original.path, prepared.path]) {
      for (const { frames, nextFrames } of await loadAll(loader, { ...original, path })) {
        assert.equal(nextFrames?.byteLength, frames.byteLength);
        assert.ok(frames.some((level, index) => level !== nextFrames[index]));
      }
    }
  },
);

testInFolder(
  "WindowLoader takes a video of one image for broken where clips show changes",
  async (folder) => {
    const ffmpegPath = await ffmpegUnderTest();
    const path = join(folder, "still.mp4");
    await runFfmpeg(["-f", "lavfi", "-i", "testsrc=s=32x24:r=10:d=0.1", path]);
    const video = { path, label: 0, id: "still" };
    const plain = new WindowLoader(await configOf(), { ffmpegPath, notify: () => {} });
    assert.equal((await loadAll(plain, video)).length, 3);
    const loader = new WindowLoader(await configOf(CHANGES), { ffmpegPath, notify: () => {} });
    await assert.rejects(loadAll(loader, video), {
      name: "DecodeError",
      message:
        `Cannot decode '${path}': it must have at least two images to show a change: it has one`,
    });
  },
);

testInFolder("WindowLoader says once where there is no more room for videos", async (folder) => {
  const ffmpegPath = await ffmpegUnderTest();
  const paths = ["a.mkv", "b.mkv", "c.mkv"].map((name) => join(folder, name));
  // 75 frames of 96 × 72 pixels on the grid: 1.5 MiB.
  const images = ["-f", "lavfi", "-i", "testsrc=size=96x72:rate=10:duration=10"];
  await runFfmpeg([...images, "-c:v", "ffv1", paths[0]!]);
  for (const path of paths.slice(1)) await Deno.copyFile(paths[0]!, path);
  const notesOf = async (cacheMebibytes: number, diskBytes?: number) => {
    const lines: string[] = [];
    const config = await configOf(`data.cacheMebibytes=${cacheMebibytes}`);
    const disk = diskBytes === undefined
      ? undefined
      : await FrameFile.open(folder, { budgetBytes: diskBytes });
    using loader = new WindowLoader(config, {
      ffmpegPath,
      disk,
      notify: (line) => lines.push(line),
    });
    for (const path of paths) await loadAll(loader, { id: path, path, label: 0 });
    const isEnough = cacheMebibytes > 1;
    assert.equal(loader.lacksRoom, !isEnough);
    return lines.join();
  };
  const others = "others are decoded again for each window";
  assert.equal(
    await notesOf(1),
    "note: memory for decoded videos is full (1 MiB), and data.diskMebibytes gives no disk space: " +
      others,
  );
  assert.equal(
    await notesOf(0, 2 ** 20),
    `note: memory for decoded videos is full (0 MiB), and so is the disk space: ${others}`,
  );
  assert.equal(await notesOf(2, 1e7), "");
  // Nothing is to be kept.
  assert.equal(await notesOf(0), "");
});
