import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { FrameCache, gridFrameCount, openFrames, probeVideo } from "../../../datasets/mod.ts";
import { assertSamePixels, ffmpegUnderTest, runFfmpeg } from "../_fixtures.ts";
import { encodeNumbered, NUMBERED_SIZE, numberOf } from "../_numbered_videos.ts";
import { transcode } from "../prepare/_transcode.ts";
import { withFolder } from "../../_temporary_folder.ts";

const H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-sc_threshold", "0"];
const OPEN_H264 = [...H264, "-x264-params", "open-gop=1"];
const MPEG4 = ["-c:v", "mpeg4", "-q:v", "3"];
const MPEG2 = ["-c:v", "mpeg2video", "-q:v", "3", "-sc_threshold", "1000000000"];
const VP8 = ["-c:v", "libvpx", "-b:v", "400k", "-auto-alt-ref", "1", "-lag-in-frames", "16"];

/** Containers with the codecs that ffmpeg writes into them, and whether B-frames can be asked for. */
const FORMATS = [
  { ending: "mp4", codec: H264, reorders: true },
  { ending: "mp4", codec: OPEN_H264, reorders: true },
  { ending: "mp4", codec: MPEG4, reorders: true },
  { ending: "mov", codec: MPEG4, reorders: true },
  { ending: "mkv", codec: H264, reorders: true },
  { ending: "mkv", codec: MPEG2, reorders: true },
  { ending: "avi", codec: H264, reorders: true },
  { ending: "avi", codec: MPEG4, reorders: true },
  { ending: "flv", codec: H264, reorders: true },
  { ending: "ts", codec: H264, reorders: true },
  { ending: "ts", codec: OPEN_H264, reorders: true },
  { ending: "ts", codec: MPEG2, reorders: true },
  { ending: "ts", codec: MPEG4, reorders: true },
  { ending: "mpg", codec: MPEG2, reorders: true },
  { ending: "webm", codec: VP8, reorders: false },
  { ending: "ogv", codec: ["-c:v", "libtheora"], reorders: false },
  { ending: "wmv", codec: ["-c:v", "wmv2"], reorders: false },
] as const;

/** Containers that hold no times, so that an offset becomes empty images. */
const CLOCKLESS: ReadonlySet<string> = new Set(["avi", "ogv", "wmv", "mpg"]);

/** The same videos in each run: a rare fault of ffmpeg's own muxers would look like one of ours. */
const SAME_EACH_TIME = { seed: 20261126 };

/** Starts of the clock in seconds; the last one passes 2^33 ticks of a broadcast after 2 s. */
const OFFSETS = [0, 1.4, 50, 2 ** 33 / 90_000 - 2];

const video = fc.record({
  format: fc.constantFrom(...FORMATS),
  rate: fc.constantFrom("10", "24", "30", "30000/1001", "60"),
  // ffmpeg does not recognize a transport stream of fewer packets.
  frames: fc.integer({ min: 8, max: 200 }),
  keyDistance: fc.constantFrom(1, 5, 12, 60, 250),
  bFrames: fc.integer({ min: 0, max: 3 }),
  offset: fc.constantFrom(...OFFSETS),
  hasSound: fc.boolean(),
});
type Video = typeof video extends fc.Arbitrary<infer Value> ? Value : never;

const grids = fc.constantFrom(3.75, 5, 7.5, 10, 30);

async function encode(folder: string, options: Video): Promise<string> {
  const { format, rate, frames, keyDistance, bFrames, offset, hasSound } = options;
  const reordering = format.reorders ? ["-bf", String(bFrames)] : [];
  // Sound that starts with the file and lasts a second longer than the pictures.
  const withSound = hasSound && ["mp4", "ts"].includes(format.ending);
  const soundSec = frames / rateOf(rate) + 1;
  const sound = ["-f", "lavfi", "-i", `sine=duration=${soundSec}`, "-c:a", "aac", "-b:a", "16k"];
  return await encodeNumbered(join(folder, `a.${format.ending}`), {
    frames,
    rate,
    sound: withSound ? sound : [],
    output: [
      ...format.codec,
      ...["-g", String(keyDistance), ...reordering],
      ...(CLOCKLESS.has(format.ending) ? [] : ["-output_ts_offset", String(offset)]),
    ],
  });
}

function rateOf(rate: string): number {
  const [numerator, denominator = 1] = rate.split("/").map(Number);
  return Number(numerator) / denominator;
}

/** All frames of a video on a grid. */
async function decodeWhole(path: string, framesPerSecond: number) {
  const ffmpegPath = await ffmpegUnderTest();
  await using source = await openFrames(path, { ffmpegPath, framesPerSecond, size: NUMBERED_SIZE });
  const frames: Uint8Array[] = [];
  for (let frame = await source.read(); frame !== null; frame = await source.read()) {
    frames.push(frame);
  }
  return { frames, warnings: source.warnings };
}

/** Asserts that windows of a video, decoded one by one, are slices of the whole. */
async function assertWindowsAgree(
  path: string,
  { framesPerSecond, draws }: { framesPerSecond: number; draws: readonly number[] },
) {
  const { frames } = await decodeWhole(path, framesPerSecond);
  const ffmpegPath = await ffmpegUnderTest();
  const grid = { ffmpegPath, framesPerSecond, size: NUMBERED_SIZE };
  const uncached = new FrameCache({ ...grid, budgetBytes: 0 });
  const cached = new FrameCache({ ...grid, budgetBytes: 1e9 });
  assert.equal(await uncached.gridFrames({ path }), frames.length);
  for (const draw of draws) {
    const startFrame = Math.floor(draw * frames.length);
    for (const cache of [uncached, cached]) {
      const window = await cache.loadWindow({ path }, { startFrame, frameCount: 3 });
      assert.deepEqual(window.warnings, []);
      const bytes = window.frames.byteLength / 3;
      for (let index = 0; index < 3; index++) {
        const expected = frames[Math.min(startFrame + index, frames.length - 1)];
        assert.ok(expected !== undefined);
        const actual = window.frames.subarray(index * bytes, (index + 1) * bytes);
        const where = `grid frame ${startFrame} + ${index} of ${frames.length}`;
        assertSamePixels(actual, expected, where);
      }
    }
  }
}

/** The numbers 0 … count - 1. */
function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

Deno.test("Law: on a grid of its own rate a video gives each of its frames once", () =>
  withFolder((folder) =>
    fc.assert(
      fc.asyncProperty(video, async (options) => {
        // Packets of a program stream hold several of such small pictures with one time stamp.
        fc.pre(options.format.ending !== "mpg");
        const path = await encode(folder, options);
        const { frames, warnings } = await decodeWhole(path, rateOf(options.rate));
        assert.deepEqual(warnings, []);
        assert.deepEqual(frames.map(numberOf), numbers(options.frames));
      }),
      { ...SAME_EACH_TIME, numRuns: 25 },
    )
  ));

Deno.test("Law: a window is, bit for bit, a part of what decoding from the start gives", () =>
  withFolder((folder) =>
    fc.assert(
      fc.asyncProperty(
        video,
        grids,
        fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 2, maxLength: 3 }),
        async (options, framesPerSecond, draws) => {
          await assertWindowsAgree(await encode(folder, options), { framesPerSecond, draws });
        },
      ),
      { ...SAME_EACH_TIME, numRuns: 25 },
    )
  ));

Deno.test("Law: joined recordings give all frames in order, and prepared ones the same", () =>
  withFolder((folder) =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            frames: fc.integer({ min: 8, max: 90 }),
            offset: fc.constantFrom(0, 400, 90_000),
            keyDistance: fc.constantFrom(12, 60),
          }),
          { minLength: 2, maxLength: 3 },
        ),
        fc.integer({ min: 0, max: 2 }),
        async (parts, bFrames) => {
          const joined = await joinParts(folder, parts, bFrames);
          const total = parts.reduce((sum, { frames }) => sum + frames, 0);
          const whole = await decodeWhole(joined, 30);
          assert.deepEqual(whole.frames.map(numberOf), numbers(total));
          await assertWindowsAgree(joined, { framesPerSecond: 7.5, draws: [0.4, 0.7] });
          const prepared = await decodeWhole(await transcode(joined), 30);
          assert.deepEqual(prepared.frames.map(numberOf), numbers(total));
        },
      ),
      { ...SAME_EACH_TIME, numRuns: 8 },
    )
  ));

/** Numbered recordings as MPEG-TS, one behind the other in one file. */
async function joinParts(
  folder: string,
  parts: readonly { frames: number; offset: number; keyDistance: number }[],
  bFrames: number,
): Promise<string> {
  const bytes: Uint8Array<ArrayBuffer>[] = [];
  let first = 0;
  for (const { frames, offset, keyDistance } of parts) {
    const path = await encodeNumbered(join(folder, "part.ts"), {
      frames,
      first,
      rate: "30",
      output: [
        ...H264,
        ...["-g", String(keyDistance), "-bf", String(bFrames)],
        ...["-output_ts_offset", String(offset)],
      ],
    });
    bytes.push(await Deno.readFile(path));
    first += frames;
  }
  const joined = join(folder, "joined.ts");
  await Deno.writeFile(joined, await new Blob(bytes).bytes());
  return joined;
}

Deno.test("Law: parts of a long video have the length and the frames that they hold", () =>
  withFolder(async (folder) => {
    for (const [ending, codec] of [["mp4", H264], ["mkv", H264], ["webm", VP8]] as const) {
      const long = await encodeNumbered(join(folder, `long.${ending}`), {
        frames: 360,
        rate: "30",
        output: [...codec, "-g", "30"],
      });
      const parts = ["-f", "segment", "-segment_time", "4", join(folder, `part_%d.${ending}`)];
      await runFfmpeg(["-i", long, "-c", "copy", ...parts]);
      const shown: number[] = [];
      for (const index of [0, 1, 2]) {
        const path = join(folder, `part_${index}.${ending}`);
        const { durationSec } = await probeVideo(path, await ffmpegUnderTest());
        const { frames } = await decodeWhole(path, 30);
        assert.equal(frames.length, gridFrameCount(durationSec, 30));
        assert.ok(Math.abs(durationSec - 4) < 0.6, `${path} lasts ${durationSec} s`);
        shown.push(...frames.map(numberOf));
        await assertWindowsAgree(path, { framesPerSecond: 7.5, draws: [0, 0.5, 0.99] });
      }
      assert.deepEqual(shown, numbers(360), ending);
    }
  }));
