import assert from "node:assert/strict";
import { join } from "node:path";
import { FrameFile } from "../../../datasets/mod.ts";
import { encodeFormula, formulaFrame, runFfmpeg, testInFolder } from "../_fixtures.ts";
import { cacheOf, clips, FRAME_BYTES } from "./_formula_cache.ts";

for (const nextFrames of [false, true]) {
  const what = nextFrames ? "pairs of frames" : "frames";
  testInFolder(`loadWindow() gives the same ${what} from disk`, async (folder) => {
    const videos = await clips(folder, 4, 30);
    const videoBytes = 30 * (nextFrames ? 2 : 1) * FRAME_BYTES;
    using disk = await FrameFile.open(join(folder, "disk"), { budgetBytes: 2 * videoBytes });
    const cache = await cacheOf(0, { disk, nextFrames, budgetBytes: videoBytes });
    const none = await cacheOf(0, { nextFrames });
    for (let round = 0; round < 2; round++) {
      for (
        const [startFrame, frameCount] of [[0, 4], [17, 5], [28, 4], [90, 3], [0, 40]] as const
      ) {
        await Promise.all(videos.map(async (video) => {
          const window = { startFrame, frameCount };
          assert.deepEqual(
            await cache.loadWindow(video, window),
            await none.loadWindow(video, window),
          );
        }));
      }
    }
    // One in memory, two on disk, one in neither.
    assert.deepEqual([cache.videosHeld, cache.bytesHeld], [1, videoBytes]);
    assert.equal(disk.bytes, 2 * videoBytes);
    assert.equal(videos.filter((video) => cache.holds(video)).length, 3);
    assert.deepEqual([...cache.lacks], ["disk"]);
    const held = videos.find((video) => cache.holds(video))!;
    await Deno.remove(held.path);
    await cache.loadWindow(held, { startFrame: 3, frameCount: 2 });
  });
}

testInFolder("loadWindow() gives the same frames while others leave no room", async (folder) => {
  const videos = await clips(folder, 3, 30);
  const noRoom = { budgetBytes: 1e9, leaveBytes: 2 ** 60 };
  using disk = await FrameFile.open(join(folder, "disk"), noRoom);
  const cache = await cacheOf(0, { disk });
  const none = await cacheOf(0);
  for (let round = 0; round < 2; round++) {
    await Promise.all(videos.map(async (video) => {
      const window = { startFrame: 5, frameCount: 4 };
      assert.deepEqual(await cache.loadWindow(video, window), await none.loadWindow(video, window));
    }));
  }
  assert.deepEqual([disk.bytes, [...cache.lacks]], [0, ["disk"]]);
});

testInFolder(
  "loadWindow() finds a video that a request kept after it was given up",
  async (folder) => {
    const [video] = await clips(folder, 1, 30);
    assert.ok(video !== undefined);
    using disk = await FrameFile.open(join(folder, "disk"), { budgetBytes: 1e9 });
    const cache = await cacheOf(0, { disk });
    const called = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const keep = disk.keep.bind(disk);
    disk.keep = async (frames) => {
      called.resolve();
      await held.promise;
      return await keep(frames);
    };
    const stop = new AbortController();
    const window = { startFrame: 3, frameCount: 2 };
    const first = cache.loadWindow(video, window, stop.signal);
    await called.promise;
    stop.abort(new Error("given up"));
    const second = cache.loadWindow(video, window);
    held.resolve();
    await assert.rejects(first, /given up/);
    assert.deepEqual((await second).frames.slice(0, FRAME_BYTES), formulaFrame(3, 32, 24));
    assert.equal(cache.holds(video), true);
  },
);

testInFolder("loadWindow() keeps no damaged and no long video on disk", async (folder) => {
  const size = { width: 1280, height: 960 };
  const long = join(folder, "long.mkv");
  await runFfmpeg(["-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=2", long]);
  const damaged = await encodeFormula(join(folder, "damaged.mkv"), {
    frames: 60,
    framesPerSecond: 10,
    extra: ["-c:v", "mpeg4", "-g", "20", "-pix_fmt", "yuv420p"],
  });
  const bytes = await Deno.readFile(damaged);
  bytes.fill(0x55, bytes.length >> 1, (bytes.length >> 1) + 200);
  await Deno.writeFile(damaged, bytes);
  using disk = await FrameFile.open(join(folder, "disk"), { budgetBytes: 1e9 });
  const cache = await cacheOf(0, { disk });
  await cache.loadWindow({ path: damaged }, { startFrame: 0, frameCount: 8 });
  await cache.loadWindow({ path: long, size }, { startFrame: 0, frameCount: 2 });
  assert.deepEqual([cache.holds({ path: damaged }), cache.holds({ path: long })], [false, false]);
  assert.deepEqual([disk.bytes, [...cache.lacks]], [0, ["length"]]);
});
