import assert from "node:assert/strict";
import { readManifest } from "../../../datasets/mod.ts";
import { withMotionVideos } from "./_motion_videos.ts";

Deno.test("data make makes as many videos as configured", () =>
  withMotionVideos(async ({ data }) => {
    const { classes, train, test } = await readManifest(data);
    assert.deepEqual([classes.length, train.length, test.length], [8, 16, 8]);
  }));
