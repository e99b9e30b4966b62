import assert from "node:assert/strict";
import type { Manifest } from "../../../datasets/mod.ts";
import { testVideos } from "../../../pipeline/evaluation/test_videos.ts";

const MANIFEST: Manifest = {
  classes: ["jump", "run"],
  train: [],
  test: [{ id: "a", path: "/a", label: 1 }, { id: "b", path: "/b", label: null }],
  notes: [],
  missing: [],
  labeled: null,
};

Deno.test("testVideos() returns the videos whose class is known", () => {
  const { classes, test } = testVideos(MANIFEST, {
    source: "videos",
    trainedClasses: ["jump", "run"],
  });
  assert.deepEqual([classes, test.map(({ id }) => id)], [["jump", "run"], ["a"]]);
});

Deno.test("testVideos() refuses videos of other classes than the model's", () => {
  assert.throws(() => testVideos(MANIFEST, { source: "videos", trainedClasses: ["jump"] }), {
    name: "ManifestError",
    message: /'videos': .*: the classes from number 2 on were none, are 'run'$/,
  });
});
