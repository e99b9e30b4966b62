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

Deno.test("holdOut() leaves a video to the training if both sides are as near to the share", () => {
  const { test } = holdOut(videosOf(["1.mp4", "2.mp4", "3.mp4"]), { ...OPTIONS, testShare: 0.5 });
  assert.equal(test.length, 1);
});

Deno.test("holdOut() keeps the cuts of one source together", () => {
  const ids = ["v_run_g01_c01", "v_run_g01_c02", "v_run_g02_c01", "v_run_g02_c02"];
  const { train, test } = holdOut(videosOf(ids), OPTIONS);
  assert.deepEqual([train.length, test.length], [2, 2]);
  assert.equal(new Set(test.map(({ id }) => id.slice(0, 9))).size, 1);
});

Deno.test("holdOut() keeps clips of a film or a video of YouTube together, and their unlabeled ones out", () => {
  const film = (name: string, clip: number) => `${name}_run_f_cm_np1_ba_goo_${clip}.avi`;
  const clips = [0, 1].flatMap((clip) => ["A", "B"].map((name) => film(name, clip)));
  const cuts = ["OELUl7M9SMw_000022_000032.mp4", "OELUl7M9SMw_000042_000052.mp4"];
  for (const ids of [clips, [...cuts, film("A", 0), film("A", 1)]]) {
    const unlabeled = [
      { id: "A_wave_f_cm_np1_ba_goo_0.avi", path: "", label: null },
      { id: "OELUl7M9SMw_000062_000072.mp4", path: "", label: null },
    ];
    const { test, leftOut } = holdOut([...videosOf(ids), ...unlabeled], OPTIONS);
    const tested = new Set(test.map(({ id }) => id[0]));
    assert.deepEqual([test.length, tested.size], [2, 1]);
    assert.deepEqual(leftOut.map(({ id }) => id[0]), [...tested].filter((name) => name !== "B"));
  }
});

Deno.test("holdOut() keeps a copy with words before UCF's name beside the original", () => {
  const ids = [1, 2].flatMap((group) => ["", "copy_"].map((word) => `${word}v_run_g${group}_c1`));
  const { test } = holdOut(videosOf(ids), OPTIONS);
  assert.equal(new Set(test.map(({ id }) => id.replace("copy_", ""))).size, 1);
  assert.equal(test.length, 2);
});

Deno.test("holdOut() refuses a class of one source, and impossible shares", () => {
  const cuts = videosOf(["v_run_g01_c01", "v_run_g01_c02"]);
  assert.throws(() => holdOut(cuts, OPTIONS), {
    name: ManifestError.name,
    message: /'run' has 2 videos, too few to hold any back for the test .* of different sources/,
  });
  assert.throws(() => holdOut(cuts, { ...OPTIONS, purpose: "validation" }), {
    name: ManifestError.name,
    message: /'run' has 2 labeled training videos, too few to hold any back for validation/,
  });
  const three = { ...OPTIONS, classes: ["run", "jump", "walk"] };
  assert.throws(() => holdOut(cuts, three), {
    message:
      /classes 'run', 'jump', 'walk' have too few to hold any back for the test \(each needs/,
  });
  for (const testShare of [0, 1, NaN]) {
    assert.throws(() => holdOut(cuts, { ...OPTIONS, testShare }), {
      name: "RangeError",
      message:
        `Cannot hold videos out as 'testShare' must be above 0 and below 1: current value is ${testShare}`,
    });
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
      /'jumpng' has 1 video, too few .* list; if 'jumping' is meant, which has 5 videos, write it so$/,
  });
  assert.throws(() => holdOut(videos, { ...OPTIONS, classes: [...classes, "walk"] }), {
    message:
      /classes 'jumpng', 'walk' have .*; if 'jumping' is meant by 'jumpng', which has 5 videos/,
  });
});

Deno.test("holdOut() keeps one video in several formats together", () => {
  const ids = ["a/1.avi", "a/1.mp4", "a/2.avi", "a/2.mp4"];
  const { train, test } = holdOut(videosOf(ids), OPTIONS);
  assert.deepEqual([train.length, test.length], [2, 2]);
  assert.equal(new Set(test.map(({ id }) => id.slice(0, 3))).size, 1);
  // Of a group that is not written as UCF-101 does, nothing is known.
  const { test: others } = holdOut(videosOf(["a/x_g1.mp4", "a/y_g1.mp4"]), OPTIONS);
  assert.equal(others.length, 1);
});
