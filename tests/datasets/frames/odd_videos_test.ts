import assert from "node:assert/strict";
import { join } from "node:path";
import { DecodeError, decodeWindow, openFrames, probeVideo } from "../../../datasets/mod.ts";
import { assertNoChildLeft, assertSamePixels, ffmpegUnderTest } from "../_fixtures.ts";
import { sharedFolder } from "../../_shared_folder.ts";

/**
 * What each odd file gives on a grid of 30 frames a second at short side 64: "WxH frames", or a
 * reason.
 */
const EXPECTED: Readonly<Record<string, string | RegExp>> = {
  "3.avi": "64x64 60",
  "ac3.mkv": /^no video stream$/,
  "av1_video.mkv": "114x64 150",
  "bt709_full_range.mp4": "114x64 30",
  "damaged_bitflips_v_JumpingJack_g01_c01.avi": "85x64 92 with warnings",
  "damaged_header_only_4k.avi":
    /^not a video, or a damaged one: Invalid data found when processing input$/,
  "damaged_text_not_video.mp4": /^its index is missing, .*: moov atom not found$/,
  "damaged_truncated_half_v_JumpingJack_g01_c01.avi": "85x64 48 with warnings",
  "damaged_zero_length.avi": /^the file is empty$/,
  "demo.mp4": "107x64 300",
  "demo_skeleton.mp4": "114x64 77",
  "demo_spatiotemporal_det.mp4": "85x64 285",
  "edts.mp4": "114x64 270",
  "flipping_a_pancake.mkv": "114x64 310",
  "frames.webm": "64x64 100",
  "h265_10bits.mp4": "64x64 30",
  "h265_video.mp4": "64x64 30",
  "multiple-aac-tracks.mp4": /^no video stream$/,
  "nasa_13013.mp4": "114x64 390",
  "own_CuttingInKitchen_03.avi": "114x64 156",
  "own_JumpingJack_03.avi": "114x64 120",
  "own_Lunges_03.avi": "114x64 360",
  "own_WallPushups_03.avi": "85x64 606",
  "part_0.mp4": "114x64 33",
  "rotate-buck-bunny.mp4": "64x114 56",
  "sar_2x1.mp4": "228x64 150",
  "shortest_v_Lunges_g20_c02.avi": "85x64 56",
  "test.mp4": "85x64 60",
  "test_video_structuralize.mp4": "114x64 300",
  "unordered.mov": "64x64 4",
  "v_ApplyEyeMakeup_g01_c01.avi": "85x64 197",
  "v_BaseballPitch_g01_c01.avi": "85x64 107",
  "video_0.mov": "114x64 3",
  "video_180.mov": "114x64 3",
  "video_90.mov": "64x114 3",
};

const GRID = { framesPerSecond: 30, size: { shortSide: 64 } } as const;
const DATA = sharedFolder("data");

/** Every frame of a video, with its size and warnings. */
async function decodeAll(name: string) {
  const ffmpegPath = await ffmpegUnderTest();
  await using source = await openFrames(join(DATA.path, "odd", name), { ffmpegPath, ...GRID });
  const frames: Uint8Array[] = [];
  for (let frame = await source.read(); frame !== null; frame = await source.read()) {
    frames.push(frame);
  }
  return { frames, width: source.width, height: source.height, warnings: source.warnings };
}

Deno.test({
  name: `openFrames() gives frames or one clear error for every odd video${DATA.skipped}`,
  ignore: !DATA.exists,
  async fn(test) {
    const names = [...Deno.readDirSync(join(DATA.path, "odd"))].map(({ name }) => name).sort();
    assert.deepEqual(names, Object.keys(EXPECTED));
    for (const name of names) {
      await test.step(name, async () => {
        const expected = EXPECTED[name];
        if (expected instanceof RegExp) {
          await assert.rejects(decodeAll(name), (error) => {
            assert.ok(error instanceof DecodeError);
            assert.match(error.reason, expected);
            assert.doesNotMatch(error.message, /\n/);
            return true;
          });
        } else {
          const { frames, width, height, warnings } = await decodeAll(name);
          const damage = warnings.length > 0 ? " with warnings" : "";
          assert.equal(`${width}x${height} ${frames.length}${damage}`, expected);
        }
        assertNoChildLeft();
      });
    }
  },
});

Deno.test({
  name: `decodeWindow() gives from any start the frames of the whole video${DATA.skipped}`,
  ignore: !DATA.exists,
  async fn(test) {
    // B-frames in AVI, open groups of pictures, edit lists, a variable rate, coarse clocks, 3
    // frames.
    const names = ["v_ApplyEyeMakeup_g01_c01.avi", "own_JumpingJack_03.avi", "h265_video.mp4"];
    names.push("edts.mp4", "demo_skeleton.mp4", "frames.webm", "unordered.mov", "nasa_13013.mp4");
    const ffmpegPath = await ffmpegUnderTest();
    for (const name of names) {
      await test.step(name, async () => {
        const path = join(DATA.path, "odd", name);
        const probe = await probeVideo(path, ffmpegPath);
        const { frames } = await decodeAll(name);
        const last = frames.length - 1;
        for (const startFrame of [1, Math.ceil(last / 3), Math.ceil(last / 2) + 1, last - 1]) {
          const window = await decodeWindow(path, {
            ffmpegPath,
            probe,
            ...GRID,
            startSec: startFrame / GRID.framesPerSecond,
            durationSec: 4 / GRID.framesPerSecond,
          });
          const bytes = window.frames.byteLength / 4;
          for (let k = 0; k < 4; k++) {
            const expected = frames[Math.min(startFrame + k, last)];
            assert.ok(expected !== undefined);
            const actual = window.frames.subarray(k * bytes, (k + 1) * bytes);
            assertSamePixels(actual, expected, `frame ${startFrame} + ${k}`);
          }
        }
        assertNoChildLeft();
      });
    }
  },
});
