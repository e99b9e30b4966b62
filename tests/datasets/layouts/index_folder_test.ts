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

testInFolder("readManifest() reads index.csv with other titles and separators", async (folder) => {
  await makeFiles(folder, ["run/1.mp4", "run/2.mp4", "walk/3.mp4", "walk/4.mp4"]);
  await makeFiles(folder, {
    "index.csv": "File Name;Label;Class ID;Subset\nrun/1.mp4;Running;1;TRAIN\n" +
      "run/2.mp4;Running;1;Valid\nwalk/3.mp4;Walking;0;train\nwalk/4.mp4;Walking;0;Valid\n",
  });
  const manifest = await readManifest(folder);
  assert.deepEqual(manifest.classes, ["Running", "Walking"]);
  assert.deepEqual(lines(manifest.train), ["run/1.mp4 0", "walk/3.mp4 1"]);
  assert.deepEqual(lines(manifest.test), ["run/2.mp4 0", "walk/4.mp4 1"]);
});

testInFolder("readManifest() compares index.csv with folders and test lists", async (folder) => {
  await makeFiles(folder, ["run/1.mp4", "run/2.mp4", "walk/3.mp4", "walk/4.mp4"]);
  await makeFiles(folder, {
    "index.csv": "path,class\nrun/1.mp4,run\nrun/2.mp4,walk\nwalk/3.mp4,walk\nwalk/4.mp4,walk\n",
    "lists/test.txt": "run/2.mp4 run\n",
    "lists/numbers.txt": "walk/4.mp4 0\nrun/1.mp4 1\n",
  });
  await assertFails(
    folder,
    "line 1 gives 'run/2.mp4' the label 'run', but the data has it in the class 'walk'",
    { testList: join(folder, "lists/test.txt") },
  );
  const testList = join(folder, "lists/numbers.txt");
  await makeFiles(folder, {
    "index.csv": "path,class\nrun/1.mp4,run\nrun/2.mp4,run\n" +
      "walk/3.mp4,run\nwalk/4.mp4,walk\nwalk/0.mp4,walk\n",
  });
  await makeFiles(folder, ["walk/0.mp4"]);
  const manifest = await readManifest(folder, { testList });
  assert.deepEqual(lines(manifest.test), ["run/1.mp4 0", "walk/4.mp4 1"]);
  assert.deepEqual(manifest.notes, [
    "1 video in the folder of another class: line 4 gives 'walk/3.mp4' the label 'run' in " +
    `'${join(folder, "index.csv")}'; used as listed`,
  ]);
});

testInFolder("readManifest() reads the metadata of Hugging Face", async (folder) => {
  await makeFiles(folder, ["1.mp4", "2.mp4", "deep/3.mp4"]);
  const objects = ["1.mp4 run train", "2.mp4 walk train", "deep/3.mp4 run test"].map((line) => {
    const [file_name, label, split] = line.split(" ");
    return JSON.stringify({ file_name, label, split });
  });
  await makeFiles(folder, { "metadata.jsonl": objects.join("\n") });
  const manifest = await readManifest(folder);
  assert.deepEqual(lines(manifest.train), ["1.mp4 0", "2.mp4 1"]);
  assert.deepEqual(lines(manifest.test), ["deep/3.mp4 0"]);
  assert.equal(manifest.testSource, "of metadata.jsonl");
});

testInFolder("readManifest() reads parts that have a table each", async (folder) => {
  await makeFiles(folder, ["train/1.mp4", "train/2.mp4", "test/3.mp4", "unlabeled/4.mp4"]);
  await makeFiles(folder, {
    "train/metadata.csv": "file_name,label\n1.mp4,run\n2.mp4,walk\n",
    "test/metadata.jsonl": '{"file_name": "3.mp4", "label": "walk"}\n',
  });
  const manifest = await readManifest(folder);
  assert.deepEqual(lines(manifest.train), [
    "train/1.mp4 0",
    "train/2.mp4 1",
    "unlabeled/4.mp4 null",
  ]);
  assert.deepEqual(lines(manifest.test), ["test/3.mp4 1"]);
  await Deno.remove(join(folder, "test/metadata.jsonl"));
  await assertFails(
    folder,
    "its folder 'test' has no table of its videos (metadata.csv, metadata.jsonl), as other parts have",
  );
});

testInFolder("readManifest() divides a table by the parts that its paths name", async (folder) => {
  await makeFiles(folder, ["train/1.mp4", "train/2.mp4", "val/3.mp4"]);
  await makeFiles(folder, {
    "metadata.csv": "file_name,label\ntrain/1.mp4,run\ntrain/2.mp4,walk\nval/3.mp4,run\n",
  });
  const manifest = await readManifest(folder);
  assert.deepEqual(lines(manifest.test), ["val/3.mp4 0"]);
});

testInFolder(
  "readManifest() leaves other metadata alone, and refuses two tables",
  async (folder) => {
    await makeFiles(folder, ["run/1.mp4", "run/2.mp4", "walk/3.mp4", "walk/4.mp4"]);
    await makeFiles(folder, { "metadata.csv": "key,value\nlicense,free\n" });
    assert.deepEqual((await readManifest(folder)).classes, ["run", "walk"]);
    const table = "path,class\nrun/1.mp4,run\nwalk/3.mp4,walk\n";
    await makeFiles(folder, { "index.csv": table, "metadata.csv": table });
    await assertFails(
      folder,
      `its videos are named by '${join(folder, "index.csv")}', '${
        join(folder, "metadata.csv")
      }': ` +
        "leave one of them",
    );
  },
);
