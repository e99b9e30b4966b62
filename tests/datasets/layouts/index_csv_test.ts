import assert from "node:assert/strict";
import { join } from "node:path";
import { readManifest } from "../../../datasets/mod.ts";
import { testInFolder } from "../_fixtures.ts";
import { assertFails, lines, makeFiles } from "../_manifests.ts";
import { sharedFolder } from "../../_shared_folder.ts";

const DATA = sharedFolder("data");

Deno.test({
  name: `readManifest() takes the official split of UCF-101 from index.csv${DATA.skipped}`,
  ignore: !DATA.exists,
  async fn() {
    const manifest = await readManifest(join(DATA.path, "ucf101-5"));
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
