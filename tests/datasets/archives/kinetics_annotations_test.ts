import assert from "node:assert/strict";
import { join } from "node:path";
import { readManifest } from "../../../datasets/mod.ts";
import { encodeVideos, testInFolder } from "../_fixtures.ts";
import { lines, makeFiles } from "../_manifests.ts";

const HEADER = "label,youtube_id,time_start,time_end,split\n";

const KINETICS = {
  "annotations/train.csv":
    `${HEADER}"shooting goal (soccer)",--a_000001_x,1,11,train\nabseiling,-bCDE,120,130,train\n` +
    "abseiling,gone_1,7,17,train\n",
  "annotations/val.csv":
    `${HEADER}abseiling,c_d-e,0,10,validate\n"shooting goal (soccer)",fgh,1000,1010,validate\n`,
  "annotations/test.csv": `${HEADER}abseiling,unused,0,10,test\n`,
};

const KINETICS_FILES = [
  "train/shooting goal (soccer)/--a_000001_x_000001_000011.mkv",
  "train/abseiling/-bCDE_000120_000130.mkv",
  "val/abseiling/c_d-e_000000_000010.mkv",
  "val/shooting goal (soccer)/fgh_001000_001010.mkv",
];

for (const layout of ["in class folders", "flat"]) {
  testInFolder(`readManifest() reads Kinetics by its annotations, ${layout}`, async (folder) => {
    const names = layout === "flat"
      ? KINETICS_FILES.map((name) => `videos/${name.split("/").at(-1)}`)
      : KINETICS_FILES;
    await encodeVideos(folder, names);
    await makeFiles(folder, KINETICS);
    const { classes, train, test, missing, notes } = await readManifest(folder, {
      missingShare: 0.4,
    });
    assert.deepEqual(classes, ["abseiling", "shooting_goal_(soccer)"]);
    assert.deepEqual(lines(train), [
      "abseiling/-bCDE_000120_000130.mp4 0",
      "shooting_goal_(soccer)/--a_000001_x_000001_000011.mp4 1",
    ]);
    assert.deepEqual(
      test.map(({ path }) => path),
      [names[2], names[3]].map((name) => join(folder, name ?? "")),
    );
    assert.deepEqual(missing, ["abseiling/gone_1_000007_000017.mp4"]);
    assert.deepEqual(notes, [
      "left 1 video of the split 'test' unused",
      "1 listed video without a file: 'abseiling/gone_1_000007_000017.mp4'",
    ]);
    await assert.rejects(
      readManifest(folder),
      /: 1 of the 3 training videos of the annotations has no file, and at most 5 % may be missing/,
    );
  });
}

testInFolder("readManifest() says what is wrong with annotations", async (folder) => {
  await makeFiles(folder, { "k.csv": `${HEADER}a,b,0,10,dev\n`, "a/1.mp4": "" });
  await assert.rejects(
    readManifest(folder),
    /'split' must hold train, validate or test: it has 'dev'$/,
  );
  await makeFiles(folder, { "k.csv": `${HEADER}a,b,0,10,train\n` });
  await assert.rejects(readManifest(folder), /its annotations name no labeled validation video$/);
});

testInFolder("readManifest() ignores a CSV of another program", async (folder) => {
  const names = ["train/a/1.mp4", "train/b/2.mp4", "test/a/3.mp4"];
  await makeFiles(folder, names);
  await makeFiles(folder, { "notes.csv": 'time,note\n1,"never closed\n2,more\n' });
  assert.equal((await readManifest(folder)).train.length, 2);
});
