import assert from "node:assert/strict";
import {
  areSameFrames,
  compareFrames,
  MOST_LEVELS,
} from "../../../bench/loading/compare_frames.ts";
import { withFolder } from "../../_temporary_folder.ts";

/** Two frames of two pixels a window. */
const SHAPE = { frameCount: 2, width: 2, height: 1 };
const FRAME_BYTES = 6;

/** Three windows that show something else in each frame. */
const FRAMES = Uint8Array.from({ length: 6 * FRAME_BYTES }, (_, index) => index * 7 % 200);

async function compare(change: (frames: Uint8Array) => Uint8Array) {
  return await withFolder(async (folder) => {
    const paths = [`${folder}/a`, `${folder}/b`] as const;
    await Deno.writeFile(paths[0], FRAMES);
    await Deno.writeFile(paths[1], change(FRAMES.slice()));
    return await compareFrames([...paths], SHAPE);
  });
}

Deno.test("compareFrames() finds no difference between equal frames", async () => {
  const difference = await compare((frames) => frames);
  assert.deepEqual([difference.mean, difference.notable, difference.worst.mean], [0, 0, 0]);
  assert.ok(areSameFrames(difference));
});

Deno.test("compareFrames() lets scalers differ by a few levels, and says by how many", async () => {
  const difference = await compare((frames) => frames.map((level) => level + 2));
  assert.deepEqual([difference.mean, difference.notable], [2, 0]);
  assert.ok(areSameFrames(difference));
});

Deno.test("compareFrames() names the one frame that shows another image", async () => {
  const difference = await compare((frames) => {
    frames.copyWithin(3 * FRAME_BYTES, 0, FRAME_BYTES);
    return frames;
  });
  const { window, frame, mean } = difference.worst;
  assert.deepEqual([window, frame], [1, 1]);
  assert.ok(mean > MOST_LEVELS);
  assert.ok(!areSameFrames(difference));
  assert.equal(difference.notable, 1 / 6);
});

Deno.test("compareFrames() refuses frames that are missing", async () => {
  await assert.rejects(compare((frames) => frames.slice(FRAME_BYTES)), {
    name: "RangeError",
    message: /^Cannot compare frames .*: current values are 36 and 30 bytes$/,
  });
  await assert.rejects(compare(() => new Uint8Array()), RangeError);
});
