import assert from "node:assert/strict";
import { join } from "node:path";
import { DecodeError, openFrames, probeVideo } from "../../../datasets/mod.ts";
import { transcodeVideo } from "../../../datasets/prepare/_transcode_video.ts";
import { assertNoChildLeft, ffmpegUnderTest, runFfmpeg, testInFolder } from "../_fixtures.ts";
import { encodeGray } from "../_gray_videos.ts";
import { transcode, transcoderUnderTest } from "./_transcode.ts";

/** The middle pixel's red, green and blue of each frame on a grid. */
async function colors(path: string, framesPerSecond: number): Promise<number[][]> {
  const size = { width: 16, height: 12 };
  const ffmpegPath = await ffmpegUnderTest();
  await using source = await openFrames(path, { ffmpegPath, framesPerSecond, size });
  const found: number[][] = [];
  for (let frame = await source.read(); frame !== null; frame = await source.read()) {
    found.push([...frame.slice(3 * (6 * 16 + 8)).slice(0, 3)]);
  }
  return found;
}

async function assertSameColors(path: string, framesPerSecond: number): Promise<void> {
  const expected = await colors(path, framesPerSecond);
  const actual = await colors(await transcode(path), framesPerSecond);
  assert.equal(actual.length, expected.length);
  for (const [index, color] of expected.entries()) {
    const near = color.every((value, channel) =>
      Math.abs(value - (actual[index]?.[channel] ?? NaN)) <= 3
    );
    assert.ok(near, `frame ${index} is ${actual[index]} in place of ${color}`);
  }
}

/**
 * Decoding time, showing time (in seconds) of each packet or picture that ffmpeg copies or decodes.
 */
async function times(...args: readonly string[]): Promise<[number, number][]> {
  const text = new TextDecoder().decode(await runFfmpeg([...args, "-f", "framecrc", "-"]));
  const clock = /^#tb 0: (\d+)\/(\d+)/m.exec(text);
  const tick = Number(clock?.[1]) / Number(clock?.[2]);
  return [...text.matchAll(/^0, *(-?\d+), *(-?\d+),/gm)]
    .map(([, decoded, shown]) => [Number(decoded) * tick, Number(shown) * tick]);
}

testInFolder("transcodeVideo() writes key frames at least every half second", async (folder) => {
  const { keepTimes } = await transcoderUnderTest();
  const extra = ["-c:v", "mpeg4", "-g", "300"];
  for (const framesPerSecond of [5, 25, 60]) {
    const source = join(folder, `${framesPerSecond}.mp4`);
    await encodeGray(source, { frames: 3 * framesPerSecond, framesPerSecond, extra });
    const target = await transcode(source);
    const packets = await times("-i", target, "-c", "copy");
    assert.equal(packets.length, 3 * framesPerSecond);
    assert.ok(packets.every(([decoded, shown]) => decoded === shown), "there are B-frames");
    const keys = await times("-skip_frame", "nokey", "-i", target, ...keepTimes);
    for (const [index, [, key]] of keys.entries()) {
      const next = keys[index + 1]?.[1] ?? 3;
      assert.ok(next - key <= 0.5 + 1 / framesPerSecond + 1e-6, `${key} s to ${next} s`);
    }
  }
});

testInFolder("transcodeVideo() keeps each frame at its time", async (folder) => {
  const even = await encodeGray(join(folder, "even.mkv"), { frames: 30, framesPerSecond: 30 });
  await assertSameColors(even, 30);
  const uneven = { frames: 20, times: "setpts='(N*N/20+N)/25/TB'" };
  await assertSameColors(await encodeGray(join(folder, "uneven.mkv"), uneven), 30);
  // Sound from the start, pictures from 0.4 s on.
  const late = await encodeGray(join(folder, "late.mkv"), {
    frames: 20,
    times: "setpts=PTS+0.4/TB",
    inputs: ["-i", "aevalsrc=0:d=1.2:s=8000", "-f", "lavfi"],
    extra: ["-c:a", "pcm_s16le"],
  });
  await assertSameColors(late, 25);
});

testInFolder("transcodeVideo() keeps how long the last frame is shown", async (folder) => {
  const ffmpegPath = await ffmpegUnderTest();
  // Distances of 3 and 4 hundredths of a second in turns, and a bare stream whose times are guessed.
  const gif = join(folder, "a.gif");
  await runFfmpeg(["-f", "lavfi", "-i", "testsrc2=s=32x24:d=1.01:r=30", gif]);
  const bare = join(folder, "a.m2v");
  await runFfmpeg(["-f", "lavfi", "-i", "testsrc2=s=32x24:d=1:r=25", "-bf", "2", bare]);
  const uneven = { frames: 20, times: "setpts='(N*N/20+N)/25/TB'" };
  const slower = await encodeGray(join(folder, "slower.mkv"), uneven);
  for (const source of [gif, bare, slower]) {
    const { durationSec } = await probeVideo(source, ffmpegPath);
    const prepared = await probeVideo(await transcode(source), ffmpegPath);
    assert.equal(prepared.durationSec.toFixed(3), durationSec.toFixed(3), source);
    assert.equal(prepared.claimedSec?.toFixed(1), durationSec.toFixed(1), source);
  }
});

testInFolder("transcodeVideo() keeps colors in whatever form they are stored", async (folder) => {
  const color = ["-f", "lavfi", "-i", "color=0xC82840:s=32x24:d=0.2"];
  for (const [matrix, range] of [["bt709", "pc"], ["bt709", "tv"], ["smpte170m", "pc"]] as const) {
    const path = join(folder, `${matrix}_${range}.mp4`);
    const scale = `scale=out_color_matrix=${
      matrix === "bt709" ? "bt709" : "bt601"
    }:out_range=${range}`;
    await runFfmpeg([
      ...color,
      ...["-vf", `${scale},format=yuv420p`, "-c:v", "libx264", "-qp", "1"],
      ...["-colorspace", matrix, "-color_range", range, path],
    ]);
    await assertSameColors(path, 25);
  }
});

testInFolder("transcodeVideo() turns upright, drops sound and never enlarges", async (folder) => {
  const upright = join(folder, "upright.mp4");
  await encodeGray(upright, { frames: 5, size: "64x48", extra: ["-c:v", "mpeg4"] });
  const turned = join(folder, "turned.mp4");
  await runFfmpeg(["-i", upright, "-c", "copy", "-metadata:s:v", "rotate=90", turned]);
  const ffmpegPath = await ffmpegUnderTest();
  const before = await probeVideo(turned, ffmpegPath);
  // ffmpeg 6 and later no longer write a rotation that way.
  const size = before.rotation === 0 ? [64, 48] : [48, 64];
  for (const [shortSide, scale] of [[256, 1], [24, 2]] as const) {
    const probe = await probeVideo(await transcode(turned, shortSide), ffmpegPath);
    assert.equal(probe.rotation, 0);
    assert.deepEqual(
      [probe.codedWidth, probe.codedHeight],
      size.map((side) => side / scale),
    );
    assert.equal(probe.codec, "h264");
  }
});

testInFolder("transcodeVideo() leaves no file that it could not finish", async (folder) => {
  const transcoder = await transcoderUnderTest();
  const broken = join(folder, "broken.avi");
  const target = join(folder, "target.mp4");
  await Deno.writeTextFile(broken, "no video");
  const options = { transcoder, shortSide: 256 };
  await assert.rejects(transcodeVideo(broken, target, options), DecodeError);

  const sound = join(folder, "sound.mp4");
  await runFfmpeg(["-f", "lavfi", "-i", "testsrc=s=640x480:d=20", "-c:v", "mpeg4", sound]);
  const nowhere = join(folder, "missing", "target.mp4");
  await assert.rejects(transcodeVideo(sound, nowhere, options), { name: "NotFound" });

  const abort = new AbortController();
  using watcher = Deno.watchFs(folder);
  const stopped = transcodeVideo(sound, target, { ...options, signal: abort.signal });
  for await (const { paths } of watcher) {
    if (paths.some((path) => path.endsWith(".partial"))) break;
  }
  abort.abort();
  await assert.rejects(stopped, { name: "AbortError" });
  assertNoChildLeft();
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  assert.deepEqual(names, ["broken.avi", "sound.mp4"]);
});
