import assert from "node:assert/strict";
import { join } from "node:path";
import { requireBounds, requirePackets } from "../../../datasets/ffmpeg/_require_bounds.ts";
import { decodeWindow, probeVideo, VIDEO_BOUNDS } from "../../../datasets/mod.ts";
import { patchNumbers } from "../../faults/_odd_videos.ts";
import { readSource } from "../../_sources.ts";
import { ffmpegUnderTest, runFfmpeg, testInFolder } from "../_fixtures.ts";
import { ProcessMemory } from "../frames/_process_memory.ts";

const REAL = {
  codedWidth: 1920,
  codedHeight: 1080,
  pixelAspect: 1,
  displayWidth: 1920,
  displayHeight: 1080,
  durationSec: 10,
};

Deno.test("requireBounds() accepts what real videos have", () => {
  const facts: readonly Partial<typeof REAL>[] = [
    {},
    { codedWidth: 15360, codedHeight: 8640 },
    { pixelAspect: 10 },
    { pixelAspect: 0.1 },
    { displayWidth: 5120, displayHeight: 256 },
    { displayWidth: 256, displayHeight: 5120 },
    { durationSec: 7 * 86_400 },
    { durationSec: 0.001 },
  ];
  for (const fact of facts) requireBounds("a.mp4", { ...REAL, ...fact });
  requirePackets("a.mp4", 86_400 * 60);
});

Deno.test("requireBounds() names what must hold and what is", () => {
  const refusals: readonly (readonly [Partial<typeof REAL>, RegExp])[] = [
    [{ codedWidth: 16384, codedHeight: 8193 }, /134217728 pixels: current value is 16384x8193$/],
    [{ pixelAspect: 2147483647 }, /10 times as wide .* is 2147483647 times as wide$/],
    [{ pixelAspect: 1 / 2147483647 }, /current value is 2147483647 times as high$/],
    [{ displayWidth: 32766, displayHeight: 2 }, /20 times .*: current value is 32766x2$/],
    [{ displayWidth: 0 }, /current value is 0x1080$/],
    [{ durationSec: 1e6 }, /at most 168 hours: current value is 277.7777778 hours$/],
    [{ durationSec: Infinity }, /current value is Infinity hours$/],
    [{ durationSec: NaN }, /current value is NaN hours$/],
  ];
  for (const [fact, message] of refusals) {
    assert.throws(() => requireBounds("a.mp4", { ...REAL, ...fact }), {
      name: "DecodeError",
      message,
    });
  }
  assert.throws(() => requirePackets("a.mp4", VIDEO_BOUNDS.packets + 1), {
    name: "DecodeError",
    message: /at most 6000000 packets: current value is more$/,
  });
});

Deno.test("docs/data.md states the bounds", () => {
  const page = readSource("docs/data.md");
  const { pixels, pixelAspect, sideRatio, durationSec, packets, framesPerSecond } = VIDEO_BOUNDS;
  const numbers = [pixels, pixelAspect, sideRatio, durationSec / 3600, packets]
    .map((number) => number.toLocaleString("en-US"));
  const [table = ""] = page.split("## Bounds")[1]?.split("## ") ?? [];
  for (const number of [...numbers, String(framesPerSecond)]) {
    assert.match(table, new RegExp(`\\| ${number}\\b`));
  }
});

testInFolder("probeVideo() takes a frame rate past the bound for none", async (folder) => {
  const path = join(folder, "a.avi");
  await runFfmpeg(["-f", "lavfi", "-i", "testsrc=s=32x24:r=10:d=1", "-c:v", "mpeg4", path]);
  const rate = [1, 2_000_000_000] as const;
  await patchNumbers(path, { name: "strh", offset: 28, numbers: rate, littleEndian: true });
  const ffmpegPath = await ffmpegUnderTest();
  const probe = await probeVideo(path, ffmpegPath);
  assert.equal(probe.framesPerSecond, null);
  const grid = { startSec: 0, durationSec: 1, framesPerSecond: 10, size: { shortSide: 12 } };
  assert.equal((await decodeWindow(path, { ...grid, ffmpegPath, probe })).frameCount, 10);
});

testInFolder("An image that stays for most of an hour is held once", async (folder) => {
  const path = join(folder, "a.mkv");
  const times = ["-vf", "setpts=N*3500/TB"];
  const source = ["-f", "lavfi", "-i", "testsrc=s=64x48:r=10:d=1"];
  await runFfmpeg([...source, ...times, "-c:v", "ffv1", path]);
  const ffmpegPath = await ffmpegUnderTest();
  const probe = await probeVideo(path, ffmpegPath);
  assert.equal(probe.clock.longestStepSec, 3500);
  await using memory = new ProcessMemory();
  const grid = { durationSec: 2, framesPerSecond: 30, size: { shortSide: 128 } };
  for (const startSec of [1, 5000, 31_000]) {
    const window = await decodeWindow(path, { ...grid, startSec, ffmpegPath, probe });
    assert.equal(window.frameCount, 60);
  }
  assert.ok(memory.peakBytes < 2 ** 29, `${memory.peakBytes} bytes`);
});
