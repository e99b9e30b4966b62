import assert from "node:assert/strict";
import { join } from "node:path";
import { DecodeError, decodeWindow, FrameCache, readManifest } from "../../../datasets/mod.ts";
import {
  assertNoChildLeft,
  assertSamePixels,
  encodeFormula,
  ffmpegUnderTest,
  formulaFrame,
  testInFolder,
} from "../_fixtures.ts";
import { sharedFolder } from "../../_shared_folder.ts";
import { cacheOf, clips, FRAME_BYTES } from "./_formula_cache.ts";

const DATA = sharedFolder("data");

testInFolder("loadWindow() gives the same frames from the cache and without", async (folder) => {
  const [video] = await clips(folder, 1, 30);
  assert.ok(video !== undefined);
  const roomy = await cacheOf(30);
  const none = await cacheOf(0);
  for (const [startFrame, frameCount] of [[0, 4], [17, 5], [28, 4], [90, 3], [90, 40]] as const) {
    const cached = await roomy.loadWindow(video, { startFrame, frameCount });
    const direct = await none.loadWindow(video, { startFrame, frameCount });
    assert.deepEqual(cached, direct);
    assert.equal(cached.frameCount, frameCount);
  }
  const { frames } = await roomy.loadWindow(video, { startFrame: 17, frameCount: 1 });
  assert.deepEqual(frames, formulaFrame(17, 32, 24));
  assert.deepEqual([roomy.videosHeld, roomy.bytesHeld], [1, 30 * FRAME_BYTES]);
  assert.deepEqual([none.videosHeld, none.bytesHeld], [0, 0]);
  assert.equal(await none.gridFrames(video), 30);
});

testInFolder(
  "loadWindow() refuses windows that lie between frames or have none",
  async (folder) => {
    const [video] = await clips(folder, 1, 30);
    for (const cache of [await cacheOf(30), await cacheOf(0)]) {
      for (const startFrame of [-1, 1.5, NaN]) {
        await assert.rejects(cache.loadWindow(video!, { startFrame, frameCount: 2 }), {
          name: "RangeError",
          message: "Cannot place a window as 'startFrame' must be a non-negative integer: " +
            `current value is ${startFrame}`,
        });
      }
      for (const frameCount of [0, 1.5]) {
        await assert.rejects(cache.loadWindow(video!, { startFrame: 0, frameCount }), {
          name: "RangeError",
          message: "Cannot place a window as 'frameCount' must be a positive integer: " +
            `current value is ${frameCount}`,
        });
      }
    }
  },
);

testInFolder(
  "loadWindow() decodes a cached video once, however many ask at once",
  async (folder) => {
    const [video] = await clips(folder, 1, 30);
    assert.ok(video !== undefined);
    const cache = await cacheOf(30);
    const load = (startFrame: number) => cache.loadWindow(video, { startFrame, frameCount: 2 });
    const windows = await Promise.all([load(3), load(9), load(3)]);
    assert.deepEqual(windows.map(({ frames }) => frames[0]), [3, 9, 3]);
    // The file is gone, yet its frames are there. The caller's copy is its own.
    await Deno.remove(video.path);
    windows[0]?.frames.fill(0);
    assert.deepEqual((await load(3)).frames[0], 3);
  },
);

testInFolder("loadWindow() never holds more bytes than the budget", async (folder) => {
  const videos = await clips(folder, 5, 10);
  const cache = await cacheOf(25);
  let peakBytes = 0;
  const watch = setInterval(() => peakBytes = Math.max(peakBytes, cache.bytesHeld), 0);
  for (let round = 0; round < 3; round++) {
    await Promise.all(videos.map(async (video) => {
      const { frames } = await cache.loadWindow(video, { startFrame: 4, frameCount: 1 });
      assert.deepEqual(frames, formulaFrame(4, 32, 24));
      peakBytes = Math.max(peakBytes, cache.bytesHeld);
    }));
  }
  clearInterval(watch);
  assert.equal(peakBytes, 20 * FRAME_BYTES);
  assert.deepEqual([cache.videosHeld, cache.bytesHeld], [2, 20 * FRAME_BYTES]);
});

testInFolder(
  "loadWindow() drops a video only when nobody has requested it for long",
  async (folder) => {
    const [first, second] = await clips(folder, 2, 10);
    assert.ok(first !== undefined && second !== undefined);
    const cache = await cacheOf(10);
    const window = { startFrame: 0, frameCount: 1 };
    await cache.loadWindow(first, window);
    // Two videos taking turns do not push each other out …
    for (let turn = 0; turn < 10; turn++) {
      await cache.loadWindow(second, window);
      await cache.loadWindow(first, window);
    }
    await Deno.rename(first.path, first.path + ".away");
    await cache.loadWindow(first, window);
    // … but one that nobody asks for gives way.
    for (let turn = 0; turn < 9; turn++) await cache.loadWindow(second, window);
    await Deno.remove(second.path);
    await cache.loadWindow(second, window);
    await assert.rejects(cache.loadWindow(first, window), DecodeError);
    assert.deepEqual([cache.videosHeld, cache.bytesHeld], [1, 10 * FRAME_BYTES]);
  },
);

testInFolder("loadWindow() keeps nothing of a video that fails", async (folder) => {
  const path = join(folder, "a.mp4");
  await Deno.writeTextFile(path, "no video");
  const cache = await cacheOf(100);
  await assert.rejects(
    cache.loadWindow({ path }, { startFrame: 0, frameCount: 1 }),
    DecodeError,
  );
  assert.deepEqual([cache.videosHeld, cache.bytesHeld], [0, 0]);
});

testInFolder(
  "loadWindow() decodes a damaged video by the window, whatever the budget",
  async (folder) => {
    const whole = await encodeFormula(join(folder, "whole.mkv"), {
      frames: 60,
      framesPerSecond: 10,
      extra: ["-c:v", "mpeg4", "-g", "20", "-pix_fmt", "yuv420p"],
    });
    const bytes = await Deno.readFile(whole);
    // Broken at many positions: ffmpeg complains, and continues with the last good frame.
    for (let position = 2000; position < bytes.length - 100; position += 1500) {
      bytes.fill(0x55, position, position + 40);
    }
    const video = { path: join(folder, "damaged.mkv") };
    await Deno.writeFile(video.path, bytes);
    const roomy = await cacheOf(100);
    const none = await cacheOf(0);
    let warnings = 0;
    for (const startFrame of [0, 10, 16, 25, 50]) {
      const window = { startFrame, frameCount: 8 };
      const loaded = await roomy.loadWindow(video, window);
      const again = await none.loadWindow(video, window);
      // What else an ffmpeg of today complains about, which decodes ahead, is a matter of chance.
      assert.deepEqual({ ...loaded, warnings: [] }, { ...again, warnings: [] });
      assert.equal(again.warnings.length, loaded.warnings.length);
      warnings += loaded.warnings.length;
    }
    assert.ok(warnings > 0);
    assert.deepEqual([roomy.videosHeld, roomy.bytesHeld], [0, 0]);
  },
);

testInFolder(
  "loadWindow() decodes a window of a damaged video, whatever was loaded before",
  async (folder) => {
    const path = await encodeFormula(join(folder, "damaged.avi"), {
      frames: 160,
      framesPerSecond: 10,
      extra: ["-c:v", "mpeg4", "-g", "200", "-force_key_frames", "2,14", "-pix_fmt", "yuv420p"],
    });
    const bytes = await Deno.readFile(path);
    // Far behind the key frame at two seconds, as ffmpeg decodes ahead.
    const position = Math.round(0.6 * bytes.length);
    for (let start = position; start < position + 1200; start += 100) {
      bytes.fill(0x55, start, start + 40);
    }
    await Deno.writeFile(path, bytes);
    const cache = await cacheOf(0);
    const damaged = await cache.loadWindow({ path }, { startFrame: 60, frameCount: 60 });
    assert.ok(damaged.warnings.length > 0);
    const later = { startFrame: 145, frameCount: 8 };
    const fresh = await (await cacheOf(0)).loadWindow({ path }, later);
    assert.deepEqual(fresh.warnings, []);
    assert.deepEqual(await cache.loadWindow({ path }, later), fresh);
  },
);

testInFolder("loadWindow() gives up for one caller, and for all with the last", async (folder) => {
  const [video] = await clips(folder, 1, 200);
  assert.ok(video !== undefined);
  const cache = await cacheOf(200);
  const window = { startFrame: 0, frameCount: 1 };
  const stopFirst = new AbortController();
  const stopSecond = new AbortController();
  const first = cache.loadWindow(video, window, stopFirst.signal);
  const second = cache.loadWindow(video, window, stopSecond.signal);
  stopFirst.abort(new Error("first"));
  await assert.rejects(first, /first/);
  stopSecond.abort(new Error("second"));
  await assert.rejects(second, /second/);
  assertNoChildLeft();
  assert.equal(cache.bytesHeld, 0);
  // A caller that keeps waiting gets its frames although another one has given up.
  const stopThird = new AbortController();
  const stopped = cache.loadWindow(video, window, stopThird.signal);
  const kept = cache.loadWindow(video, window);
  stopThird.abort(new Error("third"));
  await assert.rejects(stopped, /third/);
  assert.deepEqual((await kept).frames, formulaFrame(0, 32, 24));
  assert.equal(cache.videosHeld, 1);
});

Deno.test({
  name: `loadWindow() agrees with direct decoding on real videos${DATA.skipped}`,
  ignore: !DATA.exists,
  async fn() {
    const { train } = await readManifest(join(DATA.path, "ucf101-5"));
    const ffmpegPath = await ffmpegUnderTest();
    const grid = { ffmpegPath, framesPerSecond: 15, size: { shortSide: 32 } };
    const cache = new FrameCache({ ...grid, budgetBytes: 1e8 });
    // In the last one, an AVI file, seeking into the first tenths of a second finds wrong frames.
    const some = train.filter(({ id }, n) =>
      n % 40 === 7 || id.endsWith("WallPushups_g10_c01.avi")
    );
    for (const video of some) {
      const last = await cache.gridFrames(video) - 1;
      for (const startFrame of [0, 13, 16, Math.floor(last / 2), last - 2]) {
        const cached = await cache.loadWindow(video, { startFrame, frameCount: 6 });
        const times = { startSec: startFrame / 15, durationSec: 6 / 15 };
        const direct = await decodeWindow(video.path, { ...grid, ...times });
        assert.deepEqual({ ...cached, frames: null }, { ...direct, frames: null });
        assertSamePixels(cached.frames, direct.frames, `${video.id} from frame ${startFrame}`);
      }
    }
    assert.equal(cache.videosHeld, 8);
    assertNoChildLeft();
  },
});
