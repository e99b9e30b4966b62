import assert from "node:assert/strict";
import { join } from "node:path";
import { readManifest } from "../../../datasets/mod.ts";
import { testInFolder } from "../_fixtures.ts";
import { lines, makeFiles } from "../_manifests.ts";

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
