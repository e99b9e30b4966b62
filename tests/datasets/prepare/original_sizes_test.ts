import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { originalSizes, prepareVideos, readManifest } from "../../../datasets/mod.ts";
import { ffmpegUnderTest, testInFolder } from "../_fixtures.ts";
import { encodeGray } from "../_gray_videos.ts";

testInFolder("originalSizes() returns the sizes of what was prepared", async (folder) => {
  const data = join(folder, "videos");
  const ids = ["run/a.mkv", "run/b.mkv", "walk/a.mkv", "walk/b.mkv"];
  for (const [index, id] of ids.entries()) {
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
  const sizes = await originalSizes(prepared);
  for (const id of ids) {
    assert.equal(sizes.get(id), (await Deno.stat(join(data, id))).size);
  }
  assert.equal((await originalSizes(data)).size, 0);
  assert.equal((await originalSizes(join(data, "run/a.mkv"))).size, 0);
});
