import assert from "node:assert/strict";
import { join } from "node:path";
import { openFrames, prepareVideos } from "../../../datasets/mod.ts";
import { ffmpegUnderTest, testInFolder } from "../_fixtures.ts";
import { sharedFolder } from "../../_shared_folder.ts";

/** Those that give no picture, and why. */
const BROKEN = {
  "ac3.mkv": "no video stream",
  "damaged_header_only_4k.avi":
    "not a video, or a damaged one: Invalid data found when processing input",
  "damaged_text_not_video.mp4":
    "its index is missing, as in a file that was cut off: moov atom not found",
  "damaged_zero_length.avi": "the file is empty",
  "multiple-aac-tracks.mp4": "no video stream",
};

const DAMAGED = [
  "damaged_bitflips_v_JumpingJack_g01_c01.avi",
  "damaged_truncated_half_v_JumpingJack_g01_c01.avi",
];

/**
 * The largest mean difference of a video's frames, in levels of 255: lossy coding and the way
 * through RGB cost one or two; one picture too early or the wrong color matrix costs four to twelve
 * in some of them.
 */
const TOLERANCE = 3;

async function frames(path: string): Promise<Uint8Array[]> {
  const ffmpegPath = await ffmpegUnderTest();
  const grid = { framesPerSecond: 30, size: { width: 64, height: 64 } };
  await using source = await openFrames(path, { ffmpegPath, ...grid });
  const all: Uint8Array[] = [];
  for (let frame = await source.read(); frame !== null; frame = await source.read()) {
    all.push(frame);
  }
  return all;
}

function meanDifference(left: readonly Uint8Array[], right: readonly Uint8Array[]): number {
  let sum = 0;
  let count = 0;
  for (const [index, frame] of left.entries()) {
    const other = right[index];
    if (other === undefined) continue;
    for (let offset = 0; offset < frame.length; offset++) {
      sum += Math.abs(frame[offset]! - other[offset]!);
    }
    count += frame.length;
  }
  return sum / count;
}

const DATA = sharedFolder("data");

testInFolder(`prepareVideos() shows odd videos as they were${DATA.skipped}`, async (folder) => {
  const odd = join(DATA.path, "odd");
  const names = [...Deno.readDirSync(odd)].map(({ name }) => name).sort();
  const train = names.map((id) => ({ id, path: join(odd, id), label: 0 }));
  const manifest = { train, test: [], classes: ["odd"], notes: [], missing: [], labeled: null };
  const prepared = await prepareVideos(manifest, {
    folder: join(folder, "prepared"),
    ffmpegPath: await ffmpegUnderTest(),
    shortSide: 256,
    concurrency: navigator.hardwareConcurrency,
    origin: {},
  });
  const of = (state: string) => prepared.filter((video) => video.state === state);
  assert.deepEqual(
    Object.fromEntries(of("broken").map(({ original, why }) => [original.id, why])),
    BROKEN,
  );
  assert.deepEqual(of("damaged").map(({ original }) => original.id), DAMAGED);
  assert.deepEqual(of("failed"), []);
  for (const { original, path } of prepared) {
    if (path === null) continue;
    const before = await frames(original.path);
    const after = await frames(path);
    assert.ok(Math.abs(before.length - after.length) <= 1, original.id);
    const difference = meanDifference(before, after);
    assert.ok(difference < TOLERANCE, `${original.id} differs by ${difference}`);
  }
}, { ignore: !DATA.exists });
