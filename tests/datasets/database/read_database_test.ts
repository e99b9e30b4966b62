import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { dirname, join } from "node:path";
import {
  fileFingerprint,
  fileStamp,
  FrameCache,
  indexManifest,
  ManifestError,
  probeVideo,
  readManifest,
} from "../../../datasets/mod.ts";
import { currentFingerprint } from "../../../datasets/current_fingerprint.ts";
import { encodeFormula, ffmpegUnderTest, testInFolder } from "../_fixtures.ts";
import { indexFolder, makeVideos, NAMES } from "./_indexed_videos.ts";

testInFolder("readManifest() takes from a database what indexManifest() found", async (folder) => {
  await makeVideos(join(folder, "videos"));
  const file = join(folder, "videos.sqlite");
  await indexFolder(join(folder, "videos"), file);
  const indexed = await readManifest(file);
  const { train, test, ...others } = await readManifest(join(folder, "videos"));
  assert.deepEqual({ ...indexed, train: 0, test: 0 }, { ...others, train: 0, test: 0 });
  for (const part of ["train", "test"] as const) {
    const videos = part === "train" ? train : test;
    assert.deepEqual(
      indexed[part].map(({ probe: _, fingerprint: __, stamp: ___, ...video }) => video),
      videos,
    );
    for (const { path, probe, stamp } of indexed[part]) {
      assert.deepEqual(stamp, await fileStamp(path));
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

testInFolder(
  "a file that has changed since it was indexed is read as it is now",
  async (folder) => {
    await makeVideos(join(folder, "videos"));
    const file = join(folder, "videos.sqlite");
    await indexFolder(join(folder, "videos"), file);
    const [name] = NAMES;
    const path = join(folder, "videos", name);
    const before = await fileFingerprint(path);
    await encodeFormula(path, { frames: 50, framesPerSecond: 25, width: 32, height: 24 });
    const videos = (await readManifest(file)).train;
    const changed = videos.find(({ id }) => id.endsWith("1.avi"))!;
    assert.equal(changed.fingerprint, before);
    assert.equal(await currentFingerprint(changed), await fileFingerprint(path));

    const ffmpegPath = await ffmpegUnderTest();
    const size = { width: 8, height: 8 };
    const cache = new FrameCache({ ffmpegPath, framesPerSecond: 25, size, budgetBytes: 1e6 });
    assert.equal(await cache.gridFrames(changed), 50);
    // What has not changed is not read.
    const same = videos.find(({ id }) => id.endsWith("2.mkv"))!;
    const probe = { ...same.probe!, durationSec: 9 };
    assert.equal(await cache.gridFrames({ ...same, probe }), 225);
    // Nor is a copy of it, which has a time of its own.
    const copy = join(folder, "copy.mkv");
    await Deno.writeFile(copy, await Deno.readFile(same.path));
    await Deno.utime(copy, 0, 0);
    assert.equal(await cache.gridFrames({ ...same, path: copy, probe }), 225);
    assert.equal(await currentFingerprint({ ...same, fingerprint: "known" }), "known");
  },
);

testInFolder("readManifest() says what is wrong with a database", async (folder) => {
  const data = join(folder, "videos");
  await makeVideos(data);
  const file = join(folder, "videos.sqlite");
  await indexFolder(data, file);
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
  await refused("it is of version 0: this program reads 3; make it again");
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
  await indexFolder(folder, file);
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

testInFolder("readManifest() finds videos beside and above a database", async (folder) => {
  await makeVideos(join(folder, "videos"));
  const file = join(folder, "deep/er/videos.sqlite");
  await Deno.mkdir(dirname(file), { recursive: true });
  await indexFolder(join(folder, "videos"), file);
  const [first] = (await readManifest(file)).train;
  assert.equal(first?.path, join(folder, "videos", NAMES[0]));
  // A relative path of the database gives relative paths of the videos.
  const near = join(folder, "near.sqlite");
  await indexFolder(join(folder, "videos"), near);
  const home = Deno.cwd();
  for (const [folderName, file] of [["videos", "../near.sqlite"], [".", "near.sqlite"]] as const) {
    Deno.chdir(join(folder, folderName));
    const { train } = await readManifest(file);
    Deno.chdir(home);
    assert.equal(train[0]?.path, join(dirname(file), "videos", NAMES[0]));
  }
});
