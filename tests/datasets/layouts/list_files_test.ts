import assert from "node:assert/strict";
import { join } from "node:path";
import { readManifest } from "../../../datasets/mod.ts";
import { testInFolder } from "../_fixtures.ts";
import { assertFails, lines, makeFiles } from "../_manifests.ts";

testInFolder(
  "readManifest() reads lists with names, quotes, blanks and comments",
  async (folder) => {
    const videos = ["a b/1.mp4", "a b/2.mp4", "c/3.mp4", "c/4#x.mp4", "5.mp4", "6 7.mp4"];
    await makeFiles(folder, [...videos, "8"]);
    await makeFiles(folder, {
      "train.txt": "\uFEFF# a list\r\n\r\n" +
        'a b/1.mp4 Two Words\r\n"a b/2.mp4" "Two Words"  # quoted\r\nc/3.mp4\tWalk\r\n'
          .replace("1.mp4 Two Words", '1.mp4 "Two Words"') +
        '6 7.mp4\n5.mp4 ""\n"8"\n',
      "test.txt": "c/4#x.mp4 Walk\n",
    });
    const manifest = await readManifest(join(folder, "train.txt"), {
      testList: join(folder, "test.txt"),
    });
    assert.deepEqual(manifest.classes, ["Two Words", "Walk"]);
    assert.deepEqual(lines(manifest.train), [
      "5.mp4 null",
      "6 7.mp4 null",
      "8 null",
      "a b/1.mp4 0",
      "a b/2.mp4 0",
      "c/3.mp4 1",
    ]);
    assert.deepEqual(lines(manifest.test), ["c/4#x.mp4 1"]);
  },
);

testInFolder("readManifest() reads lists with indexes, which count from 0", async (folder) => {
  await makeFiles(folder, ["run/1.mp4", "jump/2.mp4", "jump/3.mp4"]);
  await makeFiles(folder, {
    "train.txt": "run/1.mp4 0\njump/2.mp4 1\n",
    "test.txt": "jump/3.mp4 1\n",
    "high.txt": "jump/3.mp4 2\n",
    "from1.txt": "run/1.mp4 1\njump/2.mp4 2\n",
    "minus.txt": "run/1.mp4 0\njump/2.mp4 -1\n",
  });
  const train = join(folder, "train.txt");
  const from1 = join(folder, "from1.txt");
  const manifest = await readManifest(train, { testList: join(folder, "test.txt") });
  // Each index has a folder of its own, so the folders name the classes, in the order of the
  // indexes.
  assert.deepEqual(manifest.classes, ["run", "jump"]);
  assert.deepEqual(lines(manifest.test), ["jump/3.mp4 1"]);
  const high = { testList: join(folder, "high.txt") };
  await assertFails(train, "class '2' has no labeled training video", high);
  const problem = "its classes are the indexes 1 to 2, but indexes must count from 0";
  await assertFails(from1, problem, high);
  await assertFails(from1, problem);
  const minus = "label '-1' is not a class; leave out the label of a video that has none";
  await assertFails(join(folder, "minus.txt"), minus);
});
