import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { readManifest } from "../../../datasets/mod.ts";
import { testInFolder } from "../_fixtures.ts";
import { makePreparedVideos } from "../_prepared_videos.ts";

const TRAINING = ["train/run/a.mkv", "train/walk/b.mkv"];
const TEST = ["test/run/c.mkv", "test/walk/d.mkv"];

testInFolder("readManifest() adds no prepared test video as an unlabeled one", async (folder) => {
  const { data, prepared } = await makePreparedVideos(folder, [...TRAINING, ...TEST]);
  const list = join(data, "all.txt");
  await Deno.writeTextFile(list, [...TRAINING, ...TEST].join("\n"));
  const flat = join(folder, "all of them");
  await Deno.mkdir(flat);
  for (const id of [...TRAINING, ...TEST]) {
    await Deno.copyFile(join(data, id), join(flat, basename(id)));
  }
  const cases = [[data, prepared], [prepared, data], [prepared, list], [prepared, flat]] as const;
  for (const [source, unlabeled] of cases) {
    const { train, test, notes } = await readManifest(source, { unlabeled: [unlabeled] });
    assert.equal(train.length, 2 * TRAINING.length);
    assert.equal(test.length, TEST.length);
    assert.ok(train.every(({ path }) => !/\b[cd]\.\w+$/.test(path)), JSON.stringify(train));
    assert.deepEqual(notes, [
      `left 2 videos of '${unlabeled}' unused: test videos before or after their preparation`,
    ]);
  }
});
