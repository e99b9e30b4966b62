import assert from "node:assert/strict";
import { holdOut, ManifestError } from "../../../datasets/mod.ts";

const OPTIONS = { classes: ["run"], testShare: 0.25, seed: 0, path: "data" };

function videosOf(ids: readonly string[]) {
  return ids.map((id) => ({ id, path: id, label: 0 }));
}

Deno.test("holdOut() does not depend on the order given", () => {
  const videos = videosOf(Array.from({ length: 8 }, (_, index) => `${index}.mp4`));
  const held = holdOut(videos, OPTIONS);
  assert.deepEqual([held.train.length, held.test.length, held.leftOut.length], [6, 2, 0]);
  assert.deepEqual(holdOut(videos.toReversed(), OPTIONS), held);
});

Deno.test("holdOut() keeps the cuts of one source together", () => {
  const ids = ["v_run_g01_c01", "v_run_g01_c02", "v_run_g02_c01", "v_run_g02_c02"];
  const { train, test } = holdOut(videosOf(ids), OPTIONS);
  assert.deepEqual([train.length, test.length], [2, 2]);
  assert.equal(new Set(test.map(({ id }) => id.slice(0, 9))).size, 1);
});

Deno.test("holdOut() refuses a class of one source, and impossible shares", () => {
  const cuts = videosOf(["v_run_g01_c01", "v_run_g01_c02"]);
  assert.throws(() => holdOut(cuts, OPTIONS), ManifestError);
  for (const testShare of [0, 1, NaN]) {
    assert.throws(() => holdOut(cuts, { ...OPTIONS, testShare }), RangeError);
  }
});

Deno.test("holdOut() names the class that may have been meant", () => {
  const classes = ["jumping", "jumpng"];
  const videos = Array.from({ length: 6 }, (_, index) => ({
    id: `${index}.mp4`,
    path: "",
    label: index === 5 ? 1 : 0,
  }));
  assert.throws(() => holdOut(videos, { ...OPTIONS, classes }), {
    message:
      /'jumpng' has too few .* list; if 'jumping' is meant, which has 5 videos, write it so$/,
  });
});
