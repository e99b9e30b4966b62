import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { prepareVideos, readManifest } from "../../../datasets/mod.ts";
import { ffmpegUnderTest, testInFolder } from "../_fixtures.ts";
import { encodeGray } from "../_gray_videos.ts";

const TRAINING = ["train/run/a.mkv", "train/walk/b.mkv"];
const TEST = ["test/run/c.mkv", "test/walk/d.mkv"];

/** Makes videos, and a prepared copy of each. */
async function makePrepared(folder: string) {
  const data = join(folder, "videos");
  for (const [index, id] of [...TRAINING, ...TEST].entries()) {
    await Deno.mkdir(dirname(join(data, id)), { recursive: true });
    await encodeGray(join(data, id), { frames: 3 + index });
  }
  const prepared = join(folder, "prepared");
  await prepareVideos(await readManifest(data), {
    folder: prepared,
    ffmpegPath: await ffmpegUnderTest(),
    shortSide: 256,
    concurrency: 2,
    origin: { data },
  });
  return { data, prepared };
}

testInFolder("readManifest() adds no prepared test video as an unlabeled one", async (folder) => {
  const { data, prepared } = await makePrepared(folder);
  const list = join(data, "all.txt");
  await Deno.writeTextFile(list, [...TRAINING, ...TEST].join("\n"));
  const cases = [[data, prepared], [prepared, data], [prepared, list]] as const;
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
