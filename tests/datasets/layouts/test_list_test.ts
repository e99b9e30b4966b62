import assert from "node:assert/strict";
import { join } from "node:path";
import { readManifest } from "../../../datasets/mod.ts";
import { testInFolder } from "../_fixtures.ts";
import { assertFails, lines, makeFiles } from "../_manifests.ts";

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

testInFolder("readManifest() names no test list that it reads as not read", async (folder) => {
  for (const parts of [[""], ["train/", "test/"], ["", "unlabeled/"]]) {
    const videos = ["a/1.mp4", "a/2.mp4", "b/3.mp4", "b/4.mp4"];
    await makeFiles(folder, parts.flatMap((part) => videos.map((path) => `data/${part}${path}`)));
    const [first = ""] = parts;
    await makeFiles(folder, {
      "data/testlist.txt": `${first}a/2.mp4 a\n${first}b/3.mp4 b\n`,
      "data/labels.txt": "",
    });
    const testList = join(folder, "data/testlist.txt");
    const { notes } = await readManifest(join(folder, "data"), { testList });
    const unread = notes.filter((note) => note.startsWith("did not read"));
    assert.match(unread.join(), /^did not read 'labels\.txt': /);
    await Deno.remove(join(folder, "data"), { recursive: true });
  }
});

/** Class folders, and videos without a label beside them. */
const VIDEOS = ["JumpRope", "JumpingJack"].flatMap((name) =>
  ["1", "2", "3"].map((video) => `data/${name}/${video}.avi`)
).concat("data/4.avi", "data/5.avi");

const READ: readonly (readonly [string, string, readonly string[]])[] = [
  ["numbers in another order than the folders", "JumpingJack/1.avi 0\nJumpRope/1.avi 1\n", [
    "JumpRope/1.avi 0",
    "JumpingJack/1.avi 1",
  ]],
  ["numbers with gaps", "JumpingJack/1.avi,46\nJumpRope/1.avi,47\nJumpRope/2.avi,47\n", [
    "JumpRope/1.avi 0",
    "JumpRope/2.avi 0",
    "JumpingJack/1.avi 1",
  ]],
  ["names in other letters", "path;class\nJumpRope/1.avi;jumprope\nJumpingJack/1.avi;\n", [
    "JumpRope/1.avi 0",
    "JumpingJack/1.avi 1",
  ]],
  [
    "numbers and names of videos beside the folders",
    "JumpRope/1.avi 1\n4.avi 1\n5.avi JumpRope\n",
    [
      "4.avi 0",
      "5.avi 0",
      "JumpRope/1.avi 0",
    ],
  ],
];

for (const [what, text, expected] of READ) {
  testInFolder(`readManifest() takes from a test list of class folders ${what}`, async (folder) => {
    await makeFiles(folder, VIDEOS);
    await makeFiles(folder, { "test.txt": text });
    const testList = join(folder, "test.txt");
    const manifest = await readManifest(join(folder, "data"), { testList });
    assert.deepEqual(manifest.classes, ["JumpRope", "JumpingJack"]);
    assert.deepEqual(lines(manifest.test), expected);
    assert.equal(manifest.train.length + manifest.test.length, VIDEOS.length);
  });
}

const REFUSED: readonly (readonly [string, string, string])[] = [
  [
    "another class by name",
    "JumpRope/1.avi JumpingJack\n",
    "line 1 gives 'JumpRope/1.avi' the label 'JumpingJack', but the data has it in the class " +
    "'JumpRope'",
  ],
  [
    "a name that is not a class",
    "JumpRope/1.avi Lunges\n",
    "line 1 gives 'JumpRope/1.avi' the label 'Lunges', but the data has it in the class 'JumpRope'",
  ],
  [
    "a number for two classes",
    "JumpRope/1.avi 0\nJumpingJack/1.avi 0\n",
    "line 2 gives 'JumpingJack/1.avi' the label '0', whose class is 'JumpingJack', but line 1 gives " +
    "that number to 'JumpRope/1.avi', whose class is 'JumpRope'",
  ],
  [
    "two numbers for a class",
    "JumpRope/1.avi 0\nJumpRope/2.avi 1\n",
    "line 2 gives 'JumpRope/2.avi' the label '1', but line 1 gives 'JumpRope/1.avi' of the same class " +
    "'JumpRope' the label '0'",
  ],
  [
    "a number that nothing names",
    "JumpRope/1.avi 0\n4.avi 1\n",
    "line 2 gives '4.avi' the label '1', but neither the data nor another line says which class that " +
    "is: use names",
  ],
];

for (const [what, text, problem] of REFUSED) {
  testInFolder(`readManifest() refuses in a test list of class folders ${what}`, async (folder) => {
    await makeFiles(folder, VIDEOS);
    await makeFiles(folder, { "test.txt": text });
    await assertFails(join(folder, "data"), problem, { testList: join(folder, "test.txt") });
  });
}

testInFolder("readManifest() takes class folders called 1 and 2 for names", async (folder) => {
  await makeFiles(folder, ["data/1/a.avi", "data/1/b.avi", "data/2/a.avi", "data/2/b.avi"]);
  await makeFiles(folder, { "right.txt": "1/a.avi 1\n2/a.avi 2\n", "wrong.txt": "1/a.avi 2\n" });
  const manifest = await readManifest(join(folder, "data"), {
    testList: join(folder, "right.txt"),
  });
  assert.deepEqual(lines(manifest.test), ["1/a.avi 0", "2/a.avi 1"]);
  await assertFails(
    join(folder, "data"),
    "line 1 gives '1/a.avi' the label '2', but the data has it in the class '1'",
    { testList: join(folder, "wrong.txt") },
  );
});

testInFolder(
  "readManifest() reads paths that count from the folder of a test list",
  async (folder) => {
    await makeFiles(folder, VIDEOS);
    await makeFiles(folder, { "test.txt": "data/JumpRope/1.avi JumpRope\n" });
    const testList = join(folder, "test.txt");
    const { test, notes } = await readManifest(join(folder, "data"), { testList });
    assert.deepEqual(lines(test), ["JumpRope/1.avi 0"]);
    assert.deepEqual(notes, [
      `paths in '${testList}' count from '${folder}', as none leads to a file from ` +
      `'${join(folder, "data")}'`,
    ]);
  },
);

testInFolder(
  "readManifest() names the line of a class that training does not have",
  async (folder) => {
    await makeFiles(folder, VIDEOS);
    await makeFiles(folder, { "test.txt": "# a list\n4.avi JumpRoep\n" });
    await assertFails(
      join(folder, "data"),
      "line 2: class 'JumpRoep' is not among the training classes 'JumpRope', 'JumpingJack'; did you " +
        "mean JumpRope?",
      { testList: join(folder, "test.txt") },
    );
  },
);
