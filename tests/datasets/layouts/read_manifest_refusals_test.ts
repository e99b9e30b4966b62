import assert from "node:assert/strict";
import { join } from "node:path";
import { readManifest } from "../../../datasets/mod.ts";
import { testInFolder } from "../_fixtures.ts";
import { assertFails, lines, makeFiles } from "../_manifests.ts";

testInFolder("readManifest() says in one line what is wrong", async (folder) => {
  await assertFails(join(folder, "nowhere"), "it does not exist");
  await assertFails(folder, "it must hold one folder of videos for each class, or a list");
  await makeFiles(folder, ["data/a/1.mp4", "data/b/x.txt", "data/c/x.txt"]);
  const data = join(folder, "data");
  await assertFails(data, "no video in the class folder 'b', 'c'");
  await assertFails(join(data, "a/1.mp4"), "it must be a folder or a list, not a single video");
  await makeFiles(folder, ["data/b/1.mp4", "data/c/1.mp4", "data/c/2.mp4"]);
  await assertFails(
    data,
    "class 'a' has too few videos to hold any back for the test (it needs two, of different " +
      "sources): give a test list",
  );
  await makeFiles(folder, {
    "blank.txt": "# nothing\n\n",
    "missing.txt": [1, 2, 3, 4, 5].map((n) => `data/a/${n}.mp4 a\n`).join(""),
    "twice.txt": "data/a/1.mp4 a\ndata/a/1.mp4 a\n",
    "none.txt": "data/a/1.mp4\n",
    "train.txt": "data/a/1.mp4 a\ndata/b/1.mp4 b\n",
    "unknown.txt": "data/c/1.mp4 cc\n",
    "overlap.txt": "data/a/1.mp4 a\n",
    "unlabeled.txt": "data/c/1.mp4\n",
    "header/index.csv": "file,class\n",
    "split/index.csv": "path,class,split\na.mp4,a,dev\n",
  });
  const list = (name: string) => join(folder, name);
  await assertFails(list("blank.txt"), "it names no video");
  await assertFails(
    list("missing.txt"),
    "4 of the 5 videos have no file, and at most 5 % may be missing (missingShare): " +
      "'data/a/2.mp4', 'data/a/3.mp4', 'data/a/4.mp4' and 1 more",
  );
  await assertFails(list("twice.txt"), "it names 'data/a/1.mp4' twice");
  await assertFails(list("none.txt"), "no training video is labeled");
  const withTest = (name: string) => ({ testList: list(name) });
  await assertFails(
    list("train.txt"),
    "unknown class 'cc': training has 'a', 'b'",
    withTest("unknown.txt"),
  );
  await assertFails(
    list("train.txt"),
    "training and test share 1 video, 'data/a/1.mp4' for one",
    withTest("overlap.txt"),
  );
  await assertFails(
    list("train.txt"),
    "1 test video without a label, 'data/c/1.mp4' for one",
    withTest("unlabeled.txt"),
  );
  await assertFails(list("train.txt"), "the file does not exist", withTest("nowhere.txt"));
  await assertFails(list("header"), "its first line must name the columns 'path' and 'class'");
  await assertFails(list("split"), "its column 'split' must hold train, test or val: it has 'dev'");
});

testInFolder("readManifest() tolerates a share of listed videos without a file", async (folder) => {
  await makeFiles(folder, ["a/1.mp4", "a/2.mp4", "b/1.mp4", "b/3.mp4"]);
  await makeFiles(folder, {
    "train.txt": "a/1.mp4 a\na/gone.mp4 a\nb/1.mp4 b\n",
    "test.txt": "a/2.mp4 a\nb/3.mp4 b\n",
    "index.csv": "path,class,split\na/1.mp4,a,train\nb/1.mp4,b,\nb/3.mp4,b,test\nb/0.mp4,b,test\n",
  });
  const list = join(folder, "train.txt");
  const options = { testList: join(folder, "test.txt"), missingShare: 1 / 3 };
  const manifest = await readManifest(list, options);
  assert.deepEqual(lines(manifest.train), ["a/1.mp4 0", "b/1.mp4 1"]);
  assert.deepEqual(manifest.missing, ["a/gone.mp4"]);
  assert.deepEqual(manifest.notes, ["1 listed video without a file: 'a/gone.mp4'"]);
  await assertFails(
    list,
    "1 of the 3 videos has no file, and at most 33 % may be missing (missingShare): 'a/gone.mp4'",
    { ...options, missingShare: 0.33 },
  );
  assert.deepEqual((await readManifest(folder, { missingShare: 0.25 })).missing, [
    "b/0.mp4",
  ]);
  await assert.rejects(readManifest(list, { missingShare: 2 }), RangeError);
});

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
      "'train/a/1.mp4' for one: take one of them away",
  );
  await makeFiles(folder, { "train.txt": "train/a/1.mp4 a\n", "test.txt": "link.mp4 a\n" });
  await Deno.symlink(join(folder, "train/a/1.mp4"), join(folder, "link.mp4"));
  await assertFails(
    join(folder, "train.txt"),
    "1 test video among the training videos under another name, 'link.mp4' as 'train/a/1.mp4' " +
      "for one: take one of them away",
    { testList: join(folder, "test.txt") },
  );
});
