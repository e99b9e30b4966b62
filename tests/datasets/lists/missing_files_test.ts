import assert from "node:assert/strict";
import { join } from "node:path";
import { readManifest } from "../../../datasets/mod.ts";
import { testInFolder } from "../_fixtures.ts";
import { assertFails, lines, makeFiles } from "../_manifests.ts";

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
    "1 of the 3 videos has no file, and at most 33 % may be missing (missingShare): 'a/gone.mp4'; " +
      "line 2 was read as the path 'a/gone.mp4' with the label 'a', and looked for as " +
      `'${join(folder, "a/gone.mp4")}'`,
    { ...options, missingShare: 0.33 },
  );
  assert.deepEqual((await readManifest(folder, { missingShare: 0.25 })).missing, [
    "b/0.mp4",
  ]);
  await assert.rejects(readManifest(list, { missingShare: 2 }), RangeError);
});
