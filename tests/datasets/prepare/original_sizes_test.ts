import assert from "node:assert/strict";
import { join } from "node:path";
import { originalSizes } from "../../../datasets/mod.ts";
import { testInFolder } from "../_fixtures.ts";
import { makePreparedVideos } from "../_prepared_videos.ts";

testInFolder("originalSizes() returns the sizes of what was prepared", async (folder) => {
  const ids = ["run/a.mkv", "run/b.mkv", "walk/a.mkv", "walk/b.mkv"];
  const { data, prepared } = await makePreparedVideos(folder, ids);
  const sizes = await originalSizes(prepared);
  for (const id of ids) {
    assert.equal(sizes.get(id), (await Deno.stat(join(data, id))).size);
  }
  assert.equal((await originalSizes(data)).size, 0);
  assert.equal((await originalSizes(join(data, "run/a.mkv"))).size, 0);
});
