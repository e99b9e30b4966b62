import assert from "node:assert/strict";
import { join } from "node:path";
import { readManifest } from "../../../datasets/mod.ts";
import { testInFolder } from "../_fixtures.ts";
import { lines, makeFiles } from "../_manifests.ts";

testInFolder(
  "readManifest() takes a test list out of a folder of class folders",
  async (folder) => {
    await makeFiles(folder, ["data/a/1.mp4", "data/a/2.mp4", "data/b/3.mp4", "data/b/4.mp4"]);
    await makeFiles(folder, { "test.txt": "a/2.mp4\nb/3.mp4 b\n" });
    const manifest = await readManifest(join(folder, "data"), {
      testList: join(folder, "test.txt"),
    });
    assert.deepEqual(lines(manifest.train), ["a/1.mp4 0", "b/4.mp4 1"]);
    assert.deepEqual(lines(manifest.test), ["a/2.mp4 0", "b/3.mp4 1"]);
  },
);
