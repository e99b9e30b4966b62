import assert from "node:assert/strict";
import { join } from "node:path";
import { readManifest } from "../../../datasets/mod.ts";
import { testInFolder } from "../_fixtures.ts";
import { assertFails, lines, makeFiles } from "../_manifests.ts";

/** Class folders with a test of their own. */
const VIDEOS = {
  "videos/train/run/a.avi": "a",
  "videos/train/walk/b.avi": "b",
  "videos/test/run/c.avi": "c",
};

const LABELED = ["train/run/a.avi 0", "train/walk/b.avi 1"];

testInFolder("readManifest() adds all videos below a folder without labels", async (folder) => {
  await makeFiles(folder, { ...VIDEOS, "more/d.avi": "d", "more/test/run/e.avi": "e" });
  const data = join(folder, "videos");
  const { train, test, notes } = await readManifest(data, { unlabeled: [join(folder, "more")] });
  assert.deepEqual(lines(train), [
    "../more/d.avi null",
    "../more/test/run/e.avi null",
    ...LABELED,
  ]);
  assert.deepEqual(lines(test), ["test/run/c.avi 0"]);
  assert.deepEqual(notes, []);
});

testInFolder("readManifest() adds the videos of several lists and folders", async (folder) => {
  await makeFiles(folder, {
    ...VIDEOS,
    "more/d.avi": "d",
    "e.avi": "e",
    "list.txt": "e.avi run\nmore/d.avi\n",
  });
  const unlabeled = [join(folder, "list.txt"), join(folder, "more")];
  const { train, notes } = await readManifest(join(folder, "videos"), { unlabeled });
  assert.deepEqual(lines(train), ["../e.avi null", "../more/d.avi null", ...LABELED]);
  assert.deepEqual(notes, [
    `1 label in '${unlabeled[0]}' not used, as it was given as unlabeled`,
    `1 video of '${unlabeled[1]}' in the data already: not added`,
  ]);
});

testInFolder("readManifest() does not add videos that the data has", async (folder) => {
  await makeFiles(folder, { ...VIDEOS, "videos/train/run/d.avi": "d", "list.txt": "" });
  await Deno.writeTextFile(
    join(folder, "list.txt"),
    "path,class,split\n" +
      "videos/train/run/a.avi,run,train\nvideos/train/walk/b.avi,walk,train\n" +
      "videos/test/run/c.avi,run,test\n",
  );
  const unlabeled = [join(folder, "videos")];
  const { train, test, notes } = await readManifest(join(folder, "list.txt"), { unlabeled });
  assert.deepEqual(lines(train), [
    "videos/train/run/a.avi 0",
    "videos/train/run/d.avi null",
    "videos/train/walk/b.avi 1",
  ]);
  assert.deepEqual(lines(test), ["videos/test/run/c.avi 0"]);
  assert.deepEqual(notes, [`3 videos of '${unlabeled[0]}' in the data already: not added`]);
});

testInFolder("readManifest() adds no cuts of the sources of held-out videos", async (folder) => {
  const names = [1, 2, 3, 4, 5].flatMap((group) =>
    ["run", "sit"].map((name) => `videos/${name}/v_${name}_g0${group}_c01.avi`)
  );
  await makeFiles(folder, Object.fromEntries(names.map((name) => [name, name])));
  const cuts = names.map((name) => name.replace(/^.*\/(.*)_c01/, "more/$1_c02"));
  await makeFiles(folder, Object.fromEntries(cuts.map((name) => [name, name])));
  const unlabeled = [join(folder, "more")];
  const { train, test, notes } = await readManifest(join(folder, "videos"), { unlabeled });
  assert.deepEqual([train.length, test.length], [8 + 8, 2]);
  assert.match(notes.join("\n"), /left 2 unlabeled videos unused, of the same source as a test/);
});

testInFolder("readManifest() takes the data whole, with what is added", async (folder) => {
  await makeFiles(folder, { ...VIDEOS, "more/d.avi": "d" });
  const options = { unlabeled: [join(folder, "more")], whole: true };
  const { train, test } = await readManifest(join(folder, "videos"), options);
  assert.deepEqual(lines(train), ["../more/d.avi null"]);
  assert.equal(test.length, 3);
});

testInFolder(
  "readManifest() takes data whole that has only a test or validation",
  async (folder) => {
    const files = { "run/a.avi": "a", "sit/b.avi": "b" };
    for (const part of ["test", "val"]) {
      const root = join(folder, `only-${part}`);
      const inside = Object.entries(files).map(([name, text]) => [`${part}/${name}`, text]);
      await makeFiles(root, Object.fromEntries(inside));
      const { classes, train, test } = await readManifest(root, { whole: true });
      assert.deepEqual([classes, train], [["run", "sit"], []]);
      assert.deepEqual(lines(test), [`${part}/run/a.avi 0`, `${part}/sit/b.avi 1`]);
      await assert.rejects(readManifest(root), /no folder of labeled training videos/);
    }
  },
);

const REFUSED: readonly [
  what: string,
  files: Readonly<Record<string, string>>,
  path: string,
  problem: string,
][] = [
  ["nothing", {}, "more", "it does not exist"],
  ["a folder without videos", { "more/a.txt": "" }, "more", "it holds no video"],
  [
    "a single video",
    { "d.avi": "d" },
    "d.avi",
    "it must be a folder or a list, not a single video",
  ],
  [
    "a list that names test videos",
    { "d.avi": "d", "list.csv": "path,split\nd.avi,test\n" },
    "list.csv",
    "line 2 says that 'd.avi' is not for training: give the list as --data, or a list of unlabeled " +
    "training videos only",
  ],
];

for (const [what, files, path, problem] of REFUSED) {
  testInFolder(`readManifest() refuses ${what} as unlabeled videos`, async (folder) => {
    await makeFiles(folder, { ...VIDEOS, ...files });
    await assertFails(join(folder, "videos"), problem, { unlabeled: [join(folder, path)] });
  });
}
