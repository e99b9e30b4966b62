import assert from "node:assert/strict";
import { join } from "node:path";
import { readManifest } from "../../../datasets/mod.ts";
import { testInFolder } from "../_fixtures.ts";
import { assertFails, makeFiles } from "../_manifests.ts";

const VIDEOS = { "1.mp4": "1", "2.mp4": "2", "3.mp4": "3", "4.mp4": "4", "5.mp4": "5" };

/** Tables that say under another title which videos are for the test, 3.mp4 and 4.mp4. */
const DIVIDED: Readonly<Record<string, string>> = {
  "a title that is not known": "id;file;label;fold\n1;1.mp4;run;train\n2;2.mp4;walk;train\n" +
    "3;3.mp4;run;test\n4;4.mp4;walk;test\n",
  "a comment and an empty field": "path,class,phase\n# by hand,,\n1.mp4,run,Training\n" +
    "2.mp4,walk,train set\n3.mp4,run,testing\n4.mp4,walk,testing\n5.mp4,,\n",
};

for (const [name, text] of Object.entries(DIVIDED)) {
  testInFolder(`readManifest() takes the column that names parts: ${name}`, async (folder) => {
    await makeFiles(folder, { ...VIDEOS, "list.csv": text });
    const { train, test } = await readManifest(join(folder, "list.csv"));
    assert.deepEqual(test.map(({ id }) => id), ["3.mp4", "4.mp4"]);
    assert.deepEqual(train.map(({ id }) => id).slice(0, 2), ["1.mp4", "2.mp4"]);
  });
}

testInFolder("readManifest() refuses two columns that name parts", async (folder) => {
  const rows = ["1.mp4,run,train,train", "2.mp4,walk,train,test", "3.mp4,run,test,train"];
  const text = `path,class,fold,phase\n${rows.join("\n")}\n`;
  await makeFiles(folder, { ...VIDEOS, "list.csv": text });
  await assertFails(
    join(folder, "list.csv"),
    "its columns 'fold' and 'phase' both say which videos are for the test: leave one out, or " +
      "call the one that is meant 'split'",
  );
});

testInFolder("readManifest() says that times within videos are not used", async (folder) => {
  const rows = ["1.mp4,0,3,run", "2.mp4,0,3,walk", "3.mp4,1,2,run", "4.mp4,1,2,walk"];
  const text = `path,start,end_time,label\n${rows.join("\n")}\n`;
  await makeFiles(folder, { ...VIDEOS, "list.csv": text });
  const { notes } = await readManifest(join(folder, "list.csv"));
  assert.match(notes[0]!, /^columns 'start', 'end_time' of '.*list\.csv' not used: each video is/);
});
