import assert from "node:assert/strict";
import { join } from "node:path";
import { findDuplicates, readManifest } from "../../../datasets/mod.ts";
import { encodeVideos, testInFolder } from "../_fixtures.ts";
import { assertFails, makeFiles } from "../_manifests.ts";

const WHY = "the test would be of videos that were trained on: take one of each pair away";

testInFolder("readManifest() refuses a test video that is a training video", async (folder) => {
  await encodeVideos(folder, ["train/a/1.avi", "train/b/1.avi", "test/a/2.avi", "test/b/1.avi"]);
  const copy = async (source: string, target: string) => {
    await Deno.copyFile(join(folder, source), join(folder, target));
  };
  // Copies in training alone are not refused.
  await copy("train/b/1.avi", "train/b/copy.avi");
  assert.equal((await readManifest(folder)).test.length, 2);
  await copy("train/a/1.avi", "test/a/3.avi");
  await assertFails(
    folder,
    "1 test video among the training videos under another name, with the same content byte by " +
      `byte: 'test/a/3.avi' as 'train/a/1.avi'; ${WHY}`,
  );
  for (const name of ["4", "5", "6"]) await copy("train/b/1.avi", `test/b/${name}.avi`);
  await assertFails(
    folder,
    "4 test videos among the training videos under another name, with the same content byte by " +
      "byte: 'test/a/3.avi' as 'train/a/1.avi', 'test/b/4.avi' as 'train/b/1.avi', 'test/b/5.avi' " +
      `as 'train/b/1.avi' and 1 more; ${WHY}`,
  );
  await makeFiles(folder, {
    "train.txt": "train/a/1.avi a\ntrain/b/1.avi b\n",
    "test.txt": "link.avi a\n",
  });
  await Deno.symlink(join(folder, "train/a/1.avi"), join(folder, "link.avi"));
  await assertFails(
    join(folder, "train.txt"),
    "1 test video among the training videos under another name, with the same content byte by " +
      `byte: 'link.avi' as 'train/a/1.avi'; ${WHY}`,
    { testList: join(folder, "test.txt") },
  );
  // Nothing is trained on the others.
  const options = { testList: join(folder, "test.txt"), testOnly: true };
  const { train, test } = await readManifest(join(folder, "train.txt"), options);
  assert.deepEqual([train, test.map(({ id }) => id)], [[], ["link.avi"]]);
});

testInFolder(
  "readManifest() takes equal broken files for broken, not for copies",
  async (folder) => {
    await encodeVideos(folder, ["train/a/1.avi", "train/b/1.avi", "test/a/2.avi", "test/b/1.avi"]);
    const page = "<!DOCTYPE html><title>404 Not Found</title>";
    await makeFiles(folder, {
      "train/a/gone.avi": page,
      "train/b/gone.avi": page,
      "test/a/gone.avi": page,
      "train/a/empty.mp4": "",
      "test/b/empty.mp4": "",
    });
    const { train, test } = await readManifest(folder);
    assert.deepEqual([train.length, test.length], [5, 4]);
  },
);

testInFolder("findDuplicates() finds equal files, not those that differ inside", async (folder) => {
  const long = "x".repeat(50_000);
  const files = {
    a: `${long}1${long}`,
    b: `${long}2${long}`,
    c: `${long}1${long}`,
    d: "1",
    e: "1",
  };
  await makeFiles(folder, { ...files, empty1: "", empty2: "" });
  const names = [...Object.keys(files), "empty1", "empty2", "missing1", "missing2"];
  const videos = names.map((name) => ({ name, path: join(folder, name) }));
  const namesOf = (groups: (typeof videos)[]) =>
    groups.map((group) => group.map(({ name }) => name));
  assert.deepEqual(namesOf(await findDuplicates(videos)).sort(), [["a", "c"], ["d", "e"]]);
  const short = await findDuplicates(videos, (group) => group.some(({ name }) => name === "e"));
  assert.deepEqual(namesOf(short), [["d", "e"]]);
});

testInFolder("readManifest() refuses a test video that is added as unlabeled", async (folder) => {
  const data = join(folder, "data");
  await Deno.mkdir(data);
  await encodeVideos(data, ["train/a/1.avi", "train/b/1.avi", "test/a/2.avi", "test/b/1.avi"]);
  await Deno.mkdir(join(folder, "more"));
  await Deno.copyFile(join(data, "test/b/1.avi"), join(folder, "more/copy.avi"));
  await assertFails(
    data,
    "1 test video among the training videos under another name, with the same content byte by " +
      `byte: 'test/b/1.avi' as '../more/copy.avi'; ${WHY}`,
    { unlabeled: [join(folder, "more")] },
  );
});
