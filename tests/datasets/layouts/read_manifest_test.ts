import assert from "node:assert/strict";
import { join } from "node:path";
import { readManifest } from "../../../datasets/mod.ts";
import { hasSharedData, sharedData, testInFolder } from "../_fixtures.ts";
import { assertFails, lines, makeFiles } from "../_manifests.ts";

Deno.test({
  name: `readManifest() takes the official split of UCF-101 from index.csv${
    hasSharedData ? "" : " (skipped: ../shared/data is missing)"
  }`,
  ignore: !hasSharedData,
  async fn() {
    const manifest = await readManifest(join(sharedData, "ucf101-5"));
    assert.deepEqual([manifest.train.length, manifest.test.length], [270, 70]);
    assert.deepEqual(manifest.classes, [
      "BrushingTeeth",
      "CuttingInKitchen",
      "JumpingJack",
      "Lunges",
      "WallPushups",
    ]);
    assert.ok(manifest.test.every(({ id }) => /_g0[1-7]_/.test(id)));
    assert.ok(manifest.train.every(({ id }) => !/_g0[1-7]_/.test(id)));
    for (const { id, label } of [...manifest.train, ...manifest.test]) {
      assert.equal(manifest.classes[label ?? -1], id.split("/")[0]);
    }
  },
});

testInFolder(
  "readManifest() holds a share of class folders out, group by group",
  async (folder) => {
    const names = ["a", "b"].flatMap((name) =>
      Array.from({ length: 30 }, (_, n) => `${name}/v_${name}_g${String(n >> 1)}_c0${n & 1}.AVI`)
    );
    await makeFiles(folder, [
      ...names,
      "unlabeled.mp4",
      "a/notes.txt",
      ".hidden/x.mp4",
      "a/.b.mp4",
    ]);
    const manifest = await readManifest(folder, { seed: 3 });
    assert.deepEqual(manifest.classes, ["a", "b"]);
    assert.deepEqual(manifest.test.map(({ label }) => label), [
      ...Array(6).fill(0),
      ...Array(6).fill(1),
    ]);
    const group = ({ id }: { id: string }) => id.replace(/_c.*/, "");
    const trained = new Set(manifest.train.map(group));
    assert.ok(manifest.test.every((video) => !trained.has(group(video))));
    assert.deepEqual(manifest.train.at(-1)?.id, "unlabeled.mp4");
    assert.equal(manifest.train.at(-1)?.label, null);
    assert.deepEqual(manifest.notes, [
      "ignored 1 file that is not a video",
      "held 12 of 61 videos out for the test",
    ]);
    assert.deepEqual(await readManifest(folder, { seed: 3 }), manifest);
    assert.notDeepEqual((await readManifest(folder, { seed: 4 })).test, manifest.test);
    const half = await readManifest(folder, { testShare: 0.5 });
    assert.ok(Math.abs(half.test.length - 30) <= 2, String(half.test.length));
    await assert.rejects(readManifest(folder, { testShare: 1 }), RangeError);
  },
);

testInFolder("readManifest() takes train, test and val folders as the split", async (folder) => {
  await makeFiles(folder, ["train/a/1.mp4", "train/b/deep/2.mp4", "train/3.mp4", "val/a/4.mp4"]);
  const withVal = await readManifest(folder);
  assert.deepEqual(lines(withVal.train), [
    "train/3.mp4 null",
    "train/a/1.mp4 0",
    "train/b/deep/2.mp4 1",
  ]);
  assert.deepEqual(lines(withVal.test), ["val/a/4.mp4 0"]);
  await makeFiles(folder, ["test/b/5.mp4"]);
  const withTest = await readManifest(folder);
  assert.deepEqual(lines(withTest.test), ["test/b/5.mp4 1"]);
  assert.deepEqual(withTest.notes, [`left the videos in '${join(folder, "val")}' unused`]);
  await makeFiles(folder, ["test/c/6.mp4"]);
  await assertFails(folder, "unknown class 'c': training has 'a', 'b'");
});

testInFolder("readManifest() takes a folder 'train' beside others for a class", async (folder) => {
  await makeFiles(folder, ["train/1.mp4", "train/2.mp4", "ship/1.mp4", "ship/2.mp4"]);
  assert.deepEqual((await readManifest(folder)).classes, ["ship", "train"]);
});

testInFolder(
  "readManifest() reads lists with names, quotes, blanks and comments",
  async (folder) => {
    const videos = ["a b/1.mp4", "a b/2.mp4", "c/3.mp4", "c/4#x.mp4", "5.mp4", "6 7.mp4"];
    await makeFiles(folder, [...videos, "8"]);
    await makeFiles(folder, {
      "train.txt": "\uFEFF# a list\r\n\r\n" +
        'a b/1.mp4 Two Words\r\n"a b/2.mp4" "Two Words"  # quoted\r\nc/3.mp4\tWalk\r\n'
          .replace("1.mp4 Two Words", '1.mp4 "Two Words"') +
        '6 7.mp4\n5.mp4 ""\n"8"\n',
      "test.txt": "c/4#x.mp4 Walk\n",
    });
    const manifest = await readManifest(join(folder, "train.txt"), {
      testList: join(folder, "test.txt"),
    });
    assert.deepEqual(manifest.classes, ["Two Words", "Walk"]);
    assert.deepEqual(lines(manifest.train), [
      "5.mp4 null",
      "6 7.mp4 null",
      "8 null",
      "a b/1.mp4 0",
      "a b/2.mp4 0",
      "c/3.mp4 1",
    ]);
    assert.deepEqual(lines(manifest.test), ["c/4#x.mp4 1"]);
  },
);

testInFolder("readManifest() reads lists with indexes, which count from 0", async (folder) => {
  await makeFiles(folder, ["run/1.mp4", "jump/2.mp4", "jump/3.mp4"]);
  await makeFiles(folder, {
    "train.txt": "run/1.mp4 0\njump/2.mp4 1\n",
    "test.txt": "jump/3.mp4 1\n",
    "high.txt": "jump/3.mp4 2\n",
    "from1.txt": "run/1.mp4 1\njump/2.mp4 2\n",
    "minus.txt": "run/1.mp4 0\njump/2.mp4 -1\n",
  });
  const train = join(folder, "train.txt");
  const from1 = join(folder, "from1.txt");
  const manifest = await readManifest(train, { testList: join(folder, "test.txt") });
  // Each index has a folder of its own, so the folders name the classes, in the order of the indexes.
  assert.deepEqual(manifest.classes, ["run", "jump"]);
  assert.deepEqual(lines(manifest.test), ["jump/3.mp4 1"]);
  const high = { testList: join(folder, "high.txt") };
  await assertFails(train, "class '2' has no labeled training video", high);
  const problem = "its classes are the indexes 1 to 2, but indexes must count from 0";
  await assertFails(from1, problem, high);
  await assertFails(from1, problem);
  const minus = "label '-1' is not a class; leave out the label of a video that has none";
  await assertFails(join(folder, "minus.txt"), minus);
});

testInFolder(
  "readManifest() trains on no unlabeled cut of a test video's source",
  async (folder) => {
    const cuts = (name: string) => [1, 2].map((cut) => `v_${name}_c0${cut}.avi`);
    const groups = ["Lunges_g01", "Lunges_g02", "Jumps_g01", "Jumps_g02"];
    const labeled = groups.flatMap((name) =>
      cuts(name).map((cut) => `${name.slice(0, -4)}/${cut}`)
    );
    const unlabeled = [...groups, "Runs_g01"].map((name) => `v_${name}_c03.avi`);
    await makeFiles(folder, [...labeled, ...unlabeled, "v_Lunges_g01.avi"]);
    const manifest = await readManifest(folder, { testShare: 0.5 });
    const source = ({ id }: { id: string }) => id.slice(id.indexOf("v_")).replace(/_c.*/, "");
    const tested = new Set(manifest.test.map(source));
    assert.deepEqual([manifest.test.length, tested.size], [4, 2]);
    assert.deepEqual(
      manifest.train.filter(({ label }) => label === null).map(({ id }) => id),
      [...unlabeled.filter((id) => !tested.has(source({ id }))), "v_Lunges_g01.avi"].sort(),
    );
    assert.deepEqual(manifest.notes, [
      "held 4 of 14 videos out for the test",
      "left 2 unlabeled videos unused, of the same source as a test video",
    ]);
  },
);

testInFolder(
  "readManifest() takes a test list out of a folder of class folders",
  async (folder) => {
    await makeFiles(folder, ["data/a/1.mp4", "data/a/2.mp4", "data/b/3.mp4", "data/b/4.mp4"]);
    await makeFiles(folder, { "test.txt": "a/2.mp4\nb/3.mp4 b\n" });
    const manifest = await readManifest(join(folder, "data"), {
      testList: join(folder, "test.txt"),
    });
    assert.deepEqual(lines(manifest.train), ["a/1.mp4 0", "b/4.mp4 1"]);
    assert.deepEqual(lines(manifest.test), ["a/2.mp4 0", "b/3.mp4 1"]);
  },
);

testInFolder("readManifest() reads index.csv by its header", async (folder) => {
  await makeFiles(folder, ['a,"1".mp4', "b.mp4", "c.mp4", "d.mp4", "e.mp4"]);
  await makeFiles(folder, {
    "index.csv": 'split,extra,class,path\ntrain,,run,"a,""1"".mp4"\r\ntrain,7,walk,b.mp4\n' +
      ",,,c.mp4\ntest,,run,d.mp4\nval,,run,e.mp4\n",
  });
  const manifest = await readManifest(folder);
  assert.deepEqual(manifest.classes, ["run", "walk"]);
  assert.deepEqual(lines(manifest.train), ['a,"1".mp4 0', "b.mp4 1", "c.mp4 null"]);
  assert.deepEqual(lines(manifest.test), ["d.mp4 0"]);
  assert.deepEqual(manifest.notes, ["left 1 video of the split 'val' unused"]);
});

testInFolder("readManifest() reads line breaks in the quotes of index.csv", async (folder) => {
  await makeFiles(folder, ["a\nb.mp4", "c.mp4", "d.mp4"]);
  await makeFiles(folder, {
    "index.csv": 'path,class,about,split\n"a\nb.mp4",run,"two\r\n\r\nlines, ""one"" set",train\n' +
      "c.mp4,walk,,train\nd.mp4,run,,test\n",
  });
  const manifest = await readManifest(folder);
  assert.deepEqual(lines(manifest.train), ["a\nb.mp4 0", "c.mp4 1"]);
  assert.deepEqual(lines(manifest.test), ["d.mp4 0"]);
  await makeFiles(folder, { "index.csv": 'path,class\nc.mp4,walk\n"d.mp4,run\n' });
  await assertFails(folder, "its last field begins with a quote that is never closed");
});
