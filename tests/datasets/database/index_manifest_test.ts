import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { dirname, join } from "node:path";
import {
  FrameCache,
  indexManifest,
  type IndexManifestOptions,
  ManifestError,
  probeVideo,
  readManifest,
} from "../../../datasets/mod.ts";
import { assertNoChildLeft, encodeFormula, ffmpegUnderTest, testInFolder } from "../_fixtures.ts";

/** Real videos, one that is none, and a list that names one more. */
const NAMES = ["train/a/1.avi", "train/b/2.mkv", "test/a/3.avi", "test/b/4.mkv"] as const;

async function makeVideos(folder: string): Promise<void> {
  for (const [index, name] of NAMES.entries()) {
    await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
    const size = { width: 32 + 16 * index, height: 24 };
    await encodeFormula(join(folder, name), { frames: 5 + index, framesPerSecond: 25, ...size });
  }
  await Deno.writeTextFile(join(folder, "train/a/broken.avi"), "no video");
}

/** Indexes a folder and returns "new path problem" for each video. */
async function index(
  folder: string,
  file: string,
  options: Partial<IndexManifestOptions> = {},
): Promise<string[]> {
  const told: string[] = [];
  await indexManifest(await readManifest(folder, options.split ? { split: options.split } : {}), {
    file,
    ffmpegPath: await ffmpegUnderTest(),
    concurrency: 2,
    onVideo: ({ path, problem, isNew }) =>
      told.push(`${isNew ? "new" : "known"} ${path.slice(folder.length + 1)} ${problem !== null}`),
    ...options,
  });
  return told.sort();
}

testInFolder("readManifest() takes from a database what indexManifest() found", async (folder) => {
  await makeVideos(join(folder, "videos"));
  const file = join(folder, "videos.sqlite");
  await index(join(folder, "videos"), file);
  const indexed = await readManifest(file);
  const { train, test, ...others } = await readManifest(join(folder, "videos"));
  assert.deepEqual({ ...indexed, train: 0, test: 0 }, { ...others, train: 0, test: 0 });
  for (const part of ["train", "test"] as const) {
    const videos = part === "train" ? train : test;
    assert.deepEqual(indexed[part].map(({ probe: _, ...video }) => video), videos);
    for (const { path, probe } of indexed[part]) {
      const expected = path.includes("broken")
        ? undefined
        : await probeVideo(path, await ffmpegUnderTest());
      assert.deepEqual(probe, expected);
    }
  }
  // The database and its videos can be moved together.
  await Deno.mkdir(join(folder, "moved"));
  await Deno.rename(join(folder, "videos"), join(folder, "moved/videos"));
  await Deno.rename(file, join(folder, "moved/videos.sqlite"));
  const [first] = (await readManifest(join(folder, "moved/videos.sqlite"))).train;
  assert.equal(first?.path, join(folder, "moved/videos", NAMES[0]));
});

testInFolder("indexManifest() looks only at files that are new or changed", async (folder) => {
  const data = join(folder, "videos");
  await makeVideos(data);
  const file = join(folder, "videos.sqlite");
  assert.equal((await index(data, file)).filter((line) => line.startsWith("new")).length, 5);
  await encodeFormula(join(data, NAMES[1]), { frames: 50, framesPerSecond: 25 });
  await encodeFormula(join(data, "train/b/5.avi"), { frames: 20, framesPerSecond: 25 });
  await Deno.remove(join(data, NAMES[0]));
  assert.deepEqual(await index(data, file), [
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
    index(data, file, {
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
  const told = await index(data, file);
  assert.deepEqual(told.filter((line) => line.startsWith("known")), [
    "known train/a/1.avi false",
    "known train/a/broken.avi true",
    "known train/b/2.mkv false",
  ]);
  assert.equal((await readManifest(file)).test.length, 2);
});

testInFolder("readManifest() says what is wrong with a database", async (folder) => {
  const data = join(folder, "videos");
  await makeVideos(data);
  const file = join(folder, "videos.sqlite");
  await index(data, file);
  const refused = (problem: string, options = {}) =>
    assert.rejects(readManifest(file, options), new ManifestError(file, problem));
  await refused("it was made with no split, not with ucf101-1pct", { split: "ucf101-1pct" });
  await refused("a test list cannot be given with a database, which has its own", {
    testList: "test.txt",
  });
  const change = (sql: string) => {
    using database = new DatabaseSync(file);
    database.exec(sql);
  };
  change("UPDATE videos SET label = 7 WHERE id = 'test/a/3.avi'");
  await refused("the label 7 of 'test/a/3.avi' is none of its 2 classes");
  change("UPDATE about SET value = '0' WHERE name = 'version'");
  await refused("it is of version 0: this program reads 1");
  await Deno.writeTextFile(file, "no database ".repeat(100));
  await refused("it is not a database of videos");
  await Deno.remove(file);
  change("CREATE TABLE notes (text TEXT)");
  await refused("it is a database that belongs to another program");
  const options = { file, ffmpegPath: await ffmpegUnderTest(), concurrency: 1 };
  const manifest = await readManifest(data);
  await assert.rejects(
    indexManifest(manifest, options),
    new ManifestError(file, "it is a database that belongs to another program"),
  );
  await assert.rejects(
    indexManifest(manifest, { ...options, file: "videos.db" }),
    RangeError,
  );
});

testInFolder("FrameCache starts no ffmpeg for what a database knows", async (folder) => {
  await makeVideos(folder);
  const file = join(folder, "videos.sqlite");
  await index(folder, file);
  const cache = new FrameCache({
    ffmpegPath: join(folder, "nowhere"),
    framesPerSecond: 25,
    budgetBytes: 0,
    size: { shortSide: 24 },
  });
  const { test } = await readManifest(file);
  for (const video of test) {
    assert.equal(await cache.gridFrames(video), video.id === "test/a/3.avi" ? 7 : 8);
  }
  await assert.rejects(cache.gridFrames({ path: join(folder, NAMES[0]) }));
});
