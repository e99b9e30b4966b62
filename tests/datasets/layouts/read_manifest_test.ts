import assert from "node:assert/strict";
import { readManifest } from "../../../datasets/mod.ts";
import { testInFolder } from "../_fixtures.ts";
import { makeFiles } from "../_manifests.ts";

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
      "ignored 1 file without the extension of a video: notes.txt",
      "held out 12 of 60 labeled videos (20 % of each class, but at least one) for the test",
      "kept cuts of one source together: 60 labeled videos of 30 sources by their names, 'v_a_g0' " +
      "for example",
    ]);
    assert.deepEqual(await readManifest(folder, { seed: 3 }), manifest);
    assert.notDeepEqual((await readManifest(folder, { seed: 4 })).test, manifest.test);
    const half = await readManifest(folder, { testShare: 0.5 });
    assert.ok(Math.abs(half.test.length - 30) <= 2, String(half.test.length));
    await assert.rejects(readManifest(folder, { testShare: 1 }), RangeError);
  },
);

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
      "held out 4 of 8 labeled videos (50 % of each class, but at least one) for the test",
      "kept cuts of one source together: 8 labeled videos of 4 sources by their names, " +
      "'v_Jumps_g01' for example",
      "left 2 unlabeled videos unused, of the same source as a test video",
    ]);
  },
);

testInFolder("readManifest() notes one video in several formats", async (folder) => {
  await makeFiles(folder, ["a/1.avi", "a/1.mp4", "a/2.divx", "b/1.avi", "b/2.qt", "b/2.mp4"]);
  const { train, test, notes } = await readManifest(folder);
  assert.equal(train.length + test.length, 6);
  const names = (videos: typeof train) => new Set(videos.map(({ id }) => id.slice(0, 3)));
  assert.ok(names(train).isDisjointFrom(names(test)));
  assert.deepEqual(notes.slice(1), [
    "kept files together that differ in the extension alone, as they may be one video in several " +
    "formats: 'a/1.avi', 'a/1.mp4' for example",
  ]);
});
