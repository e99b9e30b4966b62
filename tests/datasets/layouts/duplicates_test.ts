import assert from "node:assert/strict";
import { join } from "node:path";
import { readManifest } from "../../../datasets/mod.ts";
import { testInFolder } from "../_fixtures.ts";
import { assertFails, makeFiles } from "../_manifests.ts";

testInFolder("readManifest() refuses a test video that is a training video", async (folder) => {
  const long = "x".repeat(50_000);
  await makeFiles(folder, {
    "train/a/1.mp4": `${long}1${long}`,
    "train/b/1.mp4": "b",
    "test/a/2.mp4": `${long}2${long}`,
    "test/b/1.mp4": "c",
  });
  // Files of one size that differ in the middle are others; so are two copies in training.
  await makeFiles(folder, { "train/b/copy.mp4": "b" });
  assert.equal((await readManifest(folder)).test.length, 2);
  await makeFiles(folder, { "test/a/3.mp4": `${long}1${long}`, "test/b/4.mp4": "b" });
  await assertFails(
    folder,
    "2 test videos among the training videos under another name, 'test/a/3.mp4' as " +
      "'train/a/1.mp4' for example: take one of them away",
  );
  await makeFiles(folder, {
    "train.txt": "train/a/1.mp4 a\ntrain/b/1.mp4 b\n",
    "test.txt": "link.mp4 a\n",
  });
  await Deno.symlink(join(folder, "train/a/1.mp4"), join(folder, "link.mp4"));
  await assertFails(
    join(folder, "train.txt"),
    "1 test video among the training videos under another name, 'link.mp4' as 'train/a/1.mp4' " +
      "for example: take one of them away",
    { testList: join(folder, "test.txt") },
  );
});
