import assert from "node:assert/strict";
import { join } from "node:path";
import {
  decodeWindow,
  findStoredFlow,
  type Manifest,
  type PreparedVideo,
  prepareVideos,
  type PrepareVideosOptions,
  probeVideo,
  readManifest,
} from "../../../datasets/mod.ts";
import {
  assertNoChildLeft,
  assertSamePixels,
  ffmpegUnderTest,
  runFfmpeg,
  testInFolder,
} from "../_fixtures.ts";
import { encodeNumbered } from "../_numbered_videos.ts";
import { differenceFlow, differenceOf } from "./_difference_flow.ts";

const H264 = ["-c:v", "libx264", "-preset", "ultrafast"];

/** A set of numbered videos by their paths, each with so many frames. */
async function makeVideos(
  folder: string,
  videos: Readonly<Record<string, number>>,
): Promise<Manifest> {
  for (const [path, frames] of Object.entries(videos)) {
    await Deno.mkdir(join(folder, path, ".."), { recursive: true });
    await encodeNumbered(join(folder, path), { rate: "25", frames, output: H264 });
  }
  return await readManifest(folder);
}

const FOUR = { "train/a/1.mkv": 12, "train/b/2.mkv": 13, "test/a/3.mkv": 14, "test/b/4.mkv": 15 };

async function prepare(
  manifest: Manifest,
  folder: string,
  options: Partial<PrepareVideosOptions> = {},
): Promise<PreparedVideo[]> {
  const ffmpegPath = await ffmpegUnderTest();
  const usual = { folder, ffmpegPath, shortSide: 48, concurrency: 2, origin: {} };
  return await prepareVideos(manifest, { ...usual, ...options });
}

const describe = ({ original: { id }, isNew, flow }: PreparedVideo) =>
  `${id} ${isNew} ${flow?.state} ${flow?.isNew}`;

/** Asserts that windows of stored flow are those of the flow between a video's own frames. */
async function assertStoredAsComputed(path: string): Promise<void> {
  const ffmpegPath = await ffmpegUnderTest();
  const flow = await findStoredFlow(path);
  assert.ok(flow !== null);
  const { durationSec } = await probeVideo(path, ffmpegPath);
  const { path: stored, width, height } = flow;
  for (const framesPerSecond of [7.5, 30]) {
    for (const startSec of [0.4, 1.23, Math.max(0, durationSec - 0.5)]) {
      const grid = { ffmpegPath, framesPerSecond, startSec, durationSec: 0.8 };
      const window = { ...grid, size: { width, height } };
      const { frames, nextFrames } = await decodeWindow(path, { ...window, nextFrames: true });
      const { frames: images } = await decodeWindow(stored, window);
      const name = `${path} from ${startSec} s at ${framesPerSecond} fps`;
      assertSamePixels(images, differenceOf(frames, nextFrames!), name);
    }
  }
}

testInFolder("prepareVideos() stores flow at the times of the frames", async (folder) => {
  const videos = join(folder, "videos");
  const manifest = await makeVideos(videos, { ...FOUR, "train/a/1.mkv": 60 });
  // Distances between frames that vary, and a rate that is not a whole number.
  const uneven = ["-vf", "select='eq(mod(n,7),0)+eq(mod(n,7),1)+eq(mod(n,7),4)'", ...H264];
  await encodeNumbered(join(folder, "even.mkv"), { rate: "60", frames: 150, output: H264 });
  await runFfmpeg(["-i", join(folder, "even.mkv"), ...uneven, join(videos, "train/b/2.mkv")]);
  const odd = { rate: "30000/1001", frames: 40, output: H264 };
  await encodeNumbered(join(videos, "test/a/3.mkv"), odd);
  const flow = differenceFlow();
  for (const { path, flow: stored } of await prepare(manifest, join(folder, "new"), { flow })) {
    assert.deepEqual([stored?.state, stored?.why], ["stored", null]);
    await assertStoredAsComputed(path!);
  }
});

testInFolder("prepareVideos() computes only the flow that is missing or stale", async (folder) => {
  const videos = join(folder, "videos");
  const prepared = join(folder, "prepared");
  const manifest = await makeVideos(videos, FOUR);
  const linesOf = async (options: Partial<PrepareVideosOptions>) =>
    (await prepare(manifest, prepared, options)).map(describe);
  const lines = (result: string) => Object.keys(FOUR).sort(trainFirst).map((id) => id + result);
  assert.deepEqual(await linesOf({}), lines(" true undefined undefined"));
  // A folder without flow gets some, from the videos as they are.
  const flow = differenceFlow();
  assert.deepEqual(await linesOf({ flow }), lines(" false stored true"));
  assert.deepEqual(await linesOf({ flow }), lines(" false stored false"));
  // Two groups of pairs each.
  assert.equal(flow.calls, 8);
  assert.deepEqual(await linesOf({}), lines(" false stored false"));
  const other = differenceFlow("difference 2");
  assert.deepEqual(await linesOf({ flow: other }), lines(" false stored true"));
  assert.equal((await findStoredFlow(join(prepared, "test/a/3.mp4")))?.algorithm, "difference 2");

  // Cut short, of another video, and of a source that has changed.
  const file = (name: string) => join(prepared, `${name}.flow`);
  await Deno.truncate(file("train/a/1"), 900);
  await Deno.copyFile(file("train/b/2"), file("test/a/3"));
  await encodeNumbered(join(videos, "test/b/4.mkv"), { rate: "25", frames: 20, output: H264 });
  assert.deepEqual(await linesOf({ flow: other }), [
    "train/a/1.mkv false stored true",
    "train/b/2.mkv false stored false",
    "test/a/3.mkv false stored true",
    "test/b/4.mkv true stored true",
  ]);
  for (const name of ["train/a/1", "test/a/3", "test/b/4"]) {
    await assertStoredAsComputed(join(prepared, `${name}.mp4`));
  }

  // Flow goes with its video.
  await encodeNumbered(join(videos, "test/b/4.mkv"), { rate: "25", frames: 21, output: H264 });
  const rest = { ...manifest, train: manifest.train.slice(1) };
  await prepare(rest, prepared);
  for (const name of ["test/b/4", "train/a/1"]) {
    await assert.rejects(Deno.stat(file(name)), Deno.errors.NotFound);
  }
});

function trainFirst(first: string, second: string): number {
  const rank = (id: string) => id.startsWith("train") ? 0 : 1;
  return rank(first) - rank(second) || (first < second ? -1 : 1);
}

testInFolder("prepareVideos() resumes flow after it was stopped", async (folder) => {
  const prepared = join(folder, "prepared");
  const manifest = await makeVideos(join(folder, "videos"), FOUR);
  const abort = new AbortController();
  const flow = differenceFlow();
  const stopping = {
    ...flow,
    compute: (pairs: Parameters<typeof flow.compute>[0]) => {
      if (flow.calls === 3) abort.abort();
      return flow.compute(pairs);
    },
  };
  const stopped = prepare(manifest, prepared, {
    flow: stopping,
    signal: abort.signal,
    concurrency: 1,
  });
  await assert.rejects(stopped, { name: "AbortError" });
  assertNoChildLeft();
  const namesIn = (below: string) =>
    [...Deno.readDirSync(join(prepared, below))].map(({ name }) => name).sort();
  assert.deepEqual(namesIn("train/a"), ["1.flow", "1.mp4"]);
  assert.deepEqual(namesIn("train/b"), ["2.mp4"]);
  const results = (await prepare(manifest, prepared, { flow })).map(describe);
  assert.deepEqual(results, [
    "train/a/1.mkv false stored false",
    "train/b/2.mkv false stored true",
    "test/a/3.mkv true stored true",
    "test/b/4.mkv true stored true",
  ]);
});

testInFolder("prepareVideos() passes on why flow could not be computed", async (folder) => {
  const prepared = join(folder, "prepared");
  const manifest = await makeVideos(join(folder, "videos"), FOUR);
  const error = new RangeError("no memory");
  const flow = { ...differenceFlow(), compute: () => Promise.reject(error) };
  await assert.rejects(prepare(manifest, prepared, { flow }), error);
  assertNoChildLeft();
});

testInFolder("prepareVideos() prepares a video of one frame without flow", async (folder) => {
  const prepared = join(folder, "prepared");
  const manifest = await makeVideos(join(folder, "videos"), { ...FOUR, "train/a/1.mkv": 1 });
  for (const isNew of [true, false]) {
    const [still, ...others] = await prepare(manifest, prepared, { flow: differenceFlow() });
    const flow = { state: "absent", why: "it has one frame only", bytes: 0, isNew: true };
    assert.deepEqual([still?.state, still?.isNew, still?.flow], ["ok", isNew, flow]);
    assert.ok(others.every(({ flow }) => flow?.state === "stored"));
  }
  assert.equal(await findStoredFlow(join(prepared, "train/a/1.mp4")), null);
});

testInFolder("a folder with stored flow has no further videos", async (folder) => {
  const manifest = await makeVideos(join(folder, "videos"), FOUR);
  const prepared = join(folder, "prepared");
  await prepare(manifest, prepared, { flow: differenceFlow() });
  const idsOf = (
    { train, test, notes }: Manifest,
  ) => [[...train, ...test].map(({ id }) => id), notes];
  assert.deepEqual(idsOf(await readManifest(prepared)), idsOf(manifest));
  // Without its database it is like any other folder of videos.
  await Deno.remove(join(prepared, "prepared.sqlite"));
  const names = ["train/a/1.mp4", "train/b/2.mp4", "test/a/3.mp4", "test/b/4.mp4"];
  assert.deepEqual(idsOf(await readManifest(prepared)), [names, []]);
});
