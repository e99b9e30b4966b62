import assert from "node:assert/strict";
import { join } from "node:path";
import { readManifest } from "../../../datasets/mod.ts";
import { testInFolder } from "../_fixtures.ts";
import { assertFails, lines, makeFiles } from "../_manifests.ts";

testInFolder("readManifest() takes train, test and val folders as the split", async (folder) => {
  await makeFiles(folder, ["train/a/1.mp4", "train/b/deep/2.mp4", "train/3.mp4", "val/a/4.mp4"]);
  const withVal = await readManifest(folder);
  assert.deepEqual(lines(withVal.train), [
    "train/3.mp4 null",
    "train/a/1.mp4 0",
    "train/b/deep/2.mp4 1",
  ]);
  assert.deepEqual(lines(withVal.test), ["val/a/4.mp4 0"]);
  await makeFiles(folder, ["test/b/5.mp4"]);
  const withTest = await readManifest(folder);
  assert.deepEqual(lines(withTest.test), ["test/b/5.mp4 1"]);
  assert.deepEqual(withTest.notes, [`left the videos in '${join(folder, "val")}' unused`]);
  await makeFiles(folder, ["test/c/6.mp4"]);
  await assertFails(
    folder,
    "unknown class 'c', of 'test/c/6.mp4' for example: training has 'a', 'b'",
  );
});
