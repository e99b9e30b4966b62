import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  type Manifest,
  type PreparedVideo,
  prepareVideos,
  type PrepareVideosOptions,
  readManifest,
  type ReadManifestOptions,
  readPublishedSplit,
} from "../../../datasets/mod.ts";
import { assertNoChildLeft, ffmpegUnderTest, testInFolder } from "../_fixtures.ts";
import { encodeGray } from "../_gray_videos.ts";

/** Encodes videos, each of another length. */
async function encodeAll(folder: string, names: readonly string[]): Promise<void> {
  for (const [index, name] of names.entries()) {
    await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
    await encodeGray(join(folder, name), { frames: 3 + index, extra: ["-f", "matroska"] });
  }
}

async function writeText(folder: string, name: string, text: string): Promise<void> {
  await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
  await Deno.writeTextFile(join(folder, name), text);
}

async function prepare(
  manifest: Manifest,
  folder: string,
  options: Partial<PrepareVideosOptions> = {},
): Promise<PreparedVideo[]> {
  return await prepareVideos(manifest, {
    folder,
    ffmpegPath: await ffmpegUnderTest(),
    shortSide: 256,
    concurrency: 2,
    origin: { data: "videos" },
    ...options,
  });
}

/** What a manifest has in common with that of the prepared set. */
function comparable({ train, test, ...rest }: Manifest) {
  const videos = (part: Manifest["train"]) => part.map(({ id, label }) => `${id} ${label}`);
  return { ...rest, train: videos(train), test: videos(test) };
}

/** Prepares what `data` names and holds that both are read alike; returns the prepared one. */
async function assertReadAlike(
  data: string,
  folder: string,
  options: ReadManifestOptions = {},
): Promise<Manifest> {
  const original = await readManifest(data, options);
  await prepare(original, folder, options.split === undefined ? {} : { split: options.split });
  const prepared = await readManifest(folder);
  assert.deepEqual(comparable(prepared), comparable({ ...original, labeled: null }));
  const ffmpegPath = await ffmpegUnderTest();
  for (const { path, probe } of [...prepared.train, ...prepared.test]) {
    assert.ok(path.startsWith(join(folder, "/")) && path.endsWith(".mp4"), path);
    assert.ok((await Deno.stat(path)).isFile && probe?.codec === "h264", ffmpegPath);
  }
  return prepared;
}

testInFolder("prepareVideos() keeps folders with train and test", async (folder) => {
  const videos = join(folder, "videos");
  const inTrain = ["train/b/2.mkv", "train/a/1.avi", "train/x.mkv", "train/a/deep/4.mkv"];
  await encodeAll(videos, [...inTrain, "test/a/3.avi", "test/b/5.avi"]);
  const { train } = await assertReadAlike(videos, join(folder, "prepared"));
  assert.equal(train[0]?.path, join(folder, "prepared", "train/a/1.mp4"));
  // The prepared set and its database can be moved together.
  await Deno.rename(join(folder, "prepared"), join(folder, "moved"));
  const moved = await readManifest(join(folder, "moved"));
  assert.ok((await Deno.stat(moved.train[0]?.path ?? "")).isFile);
});

testInFolder("prepareVideos() keeps what was held out for the test", async (folder) => {
  const names = ["a", "b"].flatMap((name) => [1, 2, 3, 4].map((index) => `${name}/${index}.mkv`));
  await encodeAll(join(folder, "videos"), names);
  const { test } = await assertReadAlike(join(folder, "videos"), join(folder, "prepared"));
  assert.ok(test.length > 0);
});

testInFolder("prepareVideos() keeps an index and lists with missing videos", async (folder) => {
  const videos = join(folder, "videos");
  await encodeAll(videos, ["1.mkv", "2.mkv", "3.mkv", "my, own/4.avi"]);
  await encodeAll(folder, ["other/5.mkv"]);
  const rows = ["path,class,split", "1.mkv,b,train", "2.mkv,a,train", "3.mkv,a,test"];
  await writeText(videos, "index.csv", [...rows, '"my, own/4.avi",,train', "6.mkv,a,"].join("\n"));
  await assertReadAlike(videos, join(folder, "from_index"), { missingShare: 0.5 });

  // Indexes whose order is not that of the names, a video elsewhere, and one by its full path.
  await writeText(videos, "train.txt", `1.mkv 1\n2.mkv 0\n../other/5.mkv 1\n7.mkv 0\n`);
  await writeText(videos, "test.txt", `${join(videos, "3.mkv")} 0\n`);
  const prepared = await assertReadAlike(join(videos, "train.txt"), join(folder, "from_lists"), {
    testList: join(videos, "test.txt"),
    missingShare: 0.5,
  });
  assert.deepEqual(prepared.missing, ["7.mkv"]);
  const outside = prepared.train.find(({ id }) => id === "../other/5.mkv");
  assert.equal(outside?.path, join(folder, "from_lists", "outside/other/5.mp4"));
});

testInFolder("prepareVideos() keeps the official layout of UCF-101", async (folder) => {
  const names = ["Jump", "JumpRope"].flatMap((name) =>
    ["g01", "g08"].map((group) => `${name}/v_${name}_${group}_c01.avi`)
  );
  const videos = join(folder, "videos");
  await encodeAll(join(videos, "UCF-101"), names);
  const list = (group: string, label: boolean) =>
    names.filter((name) => name.includes(group))
      .map((name) => name + (label ? ` ${name.startsWith("JumpRope") ? 1 : 2}` : "")).join("\n");
  await writeText(videos, "lists/classInd.txt", "1 JumpRope\n2 Jump\n");
  await writeText(videos, "lists/trainlist01.txt", list("g08", true));
  await writeText(videos, "lists/testlist01.txt", list("g01", false));
  const { classes } = await assertReadAlike(videos, join(folder, "prepared"));
  assert.deepEqual(classes, ["JumpRope", "Jump"]);
  // A prepared set can be used with another test list.
  await writeText(join(folder, "prepared"), "mine.txt", "Jump/v_Jump_g08_c01.mp4\n");
  const own = await readManifest(join(folder, "prepared"), {
    testList: join(folder, "prepared", "mine.txt"),
  });
  assert.deepEqual([own.test.length, own.train.length, own.test[0]?.label], [1, 3, 1]);
});

for (const split of ["ucf101-1pct", "kinetics400-1pct"]) {
  testInFolder(`prepareVideos() leaves videos to be found by ${split}`, async (folder) => {
    const { labeled, classes, test } = await readPublishedSplit(split, folder);
    const firsts = classes.flatMap((name) =>
      labeled.find(({ className }) => className === name)?.written ?? []
    );
    const videos = join(folder, "videos");
    const prepared = join(folder, "prepared");
    const tested = test?.[0]?.written ?? firsts[0]?.replace("/", "/tested_") ?? "";
    const inTrain = [...firsts.slice(0, 2), firsts[1]?.replace("/", "/more_") ?? ""];
    await encodeAll(videos, [...inTrain.map((name) => `train/${name}`), `val/${tested}`]);
    await prepare(await readManifest(videos), prepared);
    // Files that nobody opens stand for all other classes.
    for (const place of [videos, prepared]) {
      for (const name of firsts.slice(2)) await writeText(place, `train/${name}`, "");
    }
    const options = { split, missingShare: 1 };
    const original = comparable(await readManifest(videos, options));
    const again = comparable(await readManifest(prepared, options));
    assert.equal(again.labeled?.size, firsts.length);
    assert.equal(again.test.length, 1);
    assert.deepEqual(again, original);
  });
}

testInFolder("prepareVideos() prepares again only what has changed", async (folder) => {
  const videos = join(folder, "videos");
  const prepared = join(folder, "prepared");
  await encodeAll(videos, ["train/a/1.mkv", "train/b/2.mkv", "train/b/3.mkv", "test/a/4.mkv"]);
  await writeText(videos, "train/a/broken.avi", "no video");
  const run = async () => await prepare(await readManifest(videos), prepared);
  const state = ({ original: { id }, state, isNew }: PreparedVideo) => `${id} ${state} ${isNew}`;
  const modified = () =>
    ["a/1", "b/2"].map((name) => Deno.statSync(join(prepared, `train/${name}.mp4`)).mtime);
  const first = (await run()).map(state);
  const others = ["train/b/2.mkv ok", "train/b/3.mkv ok", "test/a/4.mkv ok"];
  const whole = ["train/a/1.mkv ok", "train/a/broken.avi broken", ...others];
  assert.deepEqual(first, whole.map((line) => `${line} true`));
  const before = modified();
  assert.deepEqual((await run()).map(state), whole.map((line) => `${line} false`));
  assert.deepEqual(modified(), before);
  const { train, notes } = await readManifest(prepared);
  assert.equal(train.length, 3);
  assert.deepEqual(notes, [
    "left 1 video out that could not be prepared: 'train/a/broken.avi'",
  ]);

  // Another source, a result that is gone, and a video that the data set no longer has.
  await encodeGray(join(videos, "train/a/1.mkv"), { frames: 20 });
  await Deno.remove(join(prepared, "test/a/4.mp4"));
  await Deno.remove(join(videos, "train/b/3.mkv"));
  const changed = (await run()).filter(({ isNew }) => isNew).map(({ original }) => original.id);
  assert.deepEqual(changed, ["train/a/1.mkv", "test/a/4.mkv"]);
  await assert.rejects(Deno.stat(join(prepared, "train/b/3.mp4")), Deno.errors.NotFound);

  // A source that broke since leaves nothing behind.
  await Deno.writeTextFile(join(videos, "train/b/2.mkv"), "no video");
  await run();
  await assert.rejects(Deno.stat(join(prepared, "train/b/2.mp4")), Deno.errors.NotFound);
  await assert.rejects(readManifest(prepared), /class 'b' has no labeled training video$/);
});

testInFolder("prepareVideos() resumes after it was stopped", async (folder) => {
  const videos = join(folder, "videos");
  const prepared = join(folder, "prepared");
  const names = [1, 2, 3, 4].flatMap((index) => [`train/a/${index}.mkv`, `train/b/${index}.mkv`]);
  names.push("test/a/5.mkv");
  await encodeAll(videos, names);
  const manifest = await readManifest(videos);
  const abort = new AbortController();
  let done = 0;
  const onVideo = () => {
    done++;
    if (done === 3) abort.abort();
  };
  const stopped = prepare(manifest, prepared, { signal: abort.signal, onVideo });
  await assert.rejects(stopped, { name: "AbortError" });
  assertNoChildLeft();
  const files = ["train/a", "train/b", "test/a"].map((below) => join(prepared, below))
    .filter((place) => existsSync(place))
    .flatMap((place) => [...Deno.readDirSync(place)].map(({ name }) => name));
  assert.ok(files.every((name) => /^\d\.mp4$/.test(name)), files.join());
  await assert.rejects(
    readManifest(prepared),
    /prepared\.sqlite': it is not finished: run 'data prepare' again to complete it$/,
  );
  const rest = (await prepare(manifest, prepared)).filter(({ isNew }) => isNew);
  assert.equal(rest.length, names.length - files.length);
  assert.deepEqual(comparable(await readManifest(prepared)), comparable(manifest));
});

testInFolder(
  "prepareVideos() refuses a folder with other files, and other settings",
  async (folder) => {
    const videos = join(folder, "videos");
    const prepared = join(folder, "prepared");
    await encodeAll(videos, ["train/a/1.mkv", "train/b/2.mkv", "test/a/3.mkv"]);
    const manifest = await readManifest(videos);
    await assert.rejects(
      prepare(manifest, videos),
      /^RangeError: Cannot prepare videos as '.*' must be new, empty, or .*: current value is a folder with 'test'$/,
    );
    await assert.rejects(
      prepare(manifest, prepared, { shortSide: 255 }),
      /'shortSide' must be even/,
    );
    await prepare(manifest, prepared);
    await assert.rejects(
      prepare(manifest, prepared, { shortSide: 128 }),
      /^RangeError: Cannot resume preparing '.*' as 'shortSide' must be 256, .*: current value is 128$/,
    );
    await assert.rejects(
      prepare(manifest, prepared, { origin: { data: "others" } }),
      /as 'data' must be videos, as at its start: current value is others$/,
    );
    // The refusals changed nothing.
    assert.equal((await readManifest(prepared)).train.length, 2);
  },
);
