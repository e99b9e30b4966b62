import assert from "node:assert/strict";
import { join } from "node:path";
import { ManifestError, readManifest } from "../../../datasets/mod.ts";
import { assertNoChildLeft, encodeFormula, testInFolder } from "../_fixtures.ts";
import { indexFolder, makeVideos, NAMES } from "./_indexed_videos.ts";

testInFolder("indexManifest() looks only at files that are new or changed", async (folder) => {
  const data = join(folder, "videos");
  await makeVideos(data);
  const file = join(folder, "videos.sqlite");
  assert.equal((await indexFolder(data, file)).filter((line) => line.startsWith("new")).length, 5);
  await encodeFormula(join(data, NAMES[1]), { frames: 50, framesPerSecond: 25 });
  await encodeFormula(join(data, "train/b/5.avi"), { frames: 20, framesPerSecond: 25 });
  await Deno.remove(join(data, NAMES[0]));
  assert.deepEqual(await indexFolder(data, file), [
    "known test/a/3.avi false",
    "known test/b/4.mkv false",
    "known train/a/broken.avi true",
    "new train/b/2.mkv false",
    "new train/b/5.avi false",
  ]);
  const { train } = await readManifest(file);
  assert.deepEqual(train.map(({ id, probe }) => [id, probe?.durationSec]), [
    ["train/a/broken.avi", undefined],
    ["train/b/2.mkv", 2],
    ["train/b/5.avi", 0.8],
  ]);
});

testInFolder("indexManifest() keeps what it has when it is stopped", async (folder) => {
  const data = join(folder, "videos");
  await makeVideos(data);
  const file = join(folder, "videos.sqlite");
  const stop = new AbortController();
  const reason = new Error("stopped");
  await assert.rejects(
    indexFolder(data, file, {
      concurrency: 1,
      signal: stop.signal,
      onVideo: ({ path }) => path.endsWith("2.mkv") && stop.abort(reason),
    }),
    reason,
  );
  assertNoChildLeft();
  await assert.rejects(
    readManifest(file),
    new ManifestError(file, "it is not finished: run 'data index' again to complete it"),
  );
  const lines = await indexFolder(data, file);
  assert.deepEqual(lines.filter((line) => line.startsWith("known")), [
    "known train/a/1.avi false",
    "known train/a/broken.avi true",
    "known train/b/2.mkv false",
  ]);
  assert.equal((await readManifest(file)).test.length, 2);
});
