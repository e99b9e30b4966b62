import assert from "node:assert/strict";
import { join } from "node:path";
import { readManifest, type ReadManifestOptions } from "../../../datasets/mod.ts";
import { encodeVideos, testInFolder } from "../_fixtures.ts";
import { assertFails, makeFiles } from "../_manifests.ts";

const WHY = "the test would be of videos that were trained on: take one of each pair away";

testInFolder("readManifest() refuses a test video that is a training video", async (folder) => {
  await encodeVideos(folder, ["train/a/1.avi", "train/b/1.avi", "test/a/2.avi", "test/b/1.avi"]);
  const copy = async (source: string, target: string) => {
    await Deno.copyFile(join(folder, source), join(folder, target));
  };
  await copy("train/a/1.avi", "test/a/3.avi");
  await assertFails(
    folder,
    "1 test video among the training videos under another name, with the same content byte by " +
      `byte: 'test/a/3.avi' as 'train/a/1.avi'; ${WHY}`,
  );
  for (const name of ["4", "5", "6"]) await copy("train/b/1.avi", `test/b/${name}.avi`);
  await assertFails(
    folder,
    "4 test videos among the training videos under another name, with the same content byte by " +
      "byte: 'test/a/3.avi' as 'train/a/1.avi', 'test/b/4.avi' as 'train/b/1.avi', 'test/b/5.avi' " +
      `as 'train/b/1.avi' and 1 more; ${WHY}; 'deno task data check' names all of them`,
  );
  await makeFiles(folder, {
    "train.txt": "train/a/1.avi a\ntrain/b/1.avi b\n",
    "test.txt": "link.avi a\n",
  });
  await Deno.symlink(join(folder, "train/a/1.avi"), join(folder, "link.avi"));
  await assertFails(
    join(folder, "train.txt"),
    "1 test video among the training videos under another name, with the same content byte by " +
      `byte: 'link.avi' as 'train/a/1.avi'; ${WHY}`,
    { testList: join(folder, "test.txt") },
  );
});

testInFolder(
  "readManifest() takes equal broken files for broken, not for copies",
  async (folder) => {
    await encodeVideos(folder, ["train/a/1.avi", "train/b/1.avi", "test/a/2.avi", "test/b/1.avi"]);
    const page = "<!DOCTYPE html><title>404 Not Found</title>";
    await makeFiles(folder, {
      "train/a/gone.avi": page,
      "train/b/gone.avi": page,
      "test/a/gone.avi": page,
      "train/a/gone too.avi": page,
      "train/a/empty.mp4": "",
      "test/b/empty.mp4": "",
    });
    const { train, test } = await readManifest(folder);
    assert.deepEqual([train.length, test.length], [6, 4]);
  },
);

testInFolder("readManifest() refuses a test video that is added as unlabeled", async (folder) => {
  const data = join(folder, "data");
  await Deno.mkdir(data);
  await encodeVideos(data, ["train/a/1.avi", "train/b/1.avi", "test/a/2.avi", "test/b/1.avi"]);
  await Deno.mkdir(join(folder, "more"));
  await Deno.copyFile(join(data, "test/b/1.avi"), join(folder, "more/copy.avi"));
  await assertFails(
    data,
    "1 test video among the training videos under another name, with the same content byte by " +
      `byte: 'test/b/1.avi' as '../more/copy.avi'; ${WHY}`,
    { unlabeled: [join(folder, "more")] },
  );
});

/** A data set with copies, and what becomes of it. */
interface CopiesCase {
  readonly name: string;
  /** Videos; those of the same letter are copies. */
  readonly videos: Readonly<Record<string, string>>;
  readonly options?: (folder: string) => ReadManifestOptions;
  /** Ids of the copies that are left out. */
  readonly leftOut: readonly string[];
  /** What is refused, if anything is. */
  readonly refused?: RegExp;
}

const CASES: readonly CopiesCase[] = [
  {
    name: "of a class: the one with the shortest name is used",
    videos: { "a/1 (1).avi": "A", "a/1.avi": "A", "a/2.avi": "B", "b/1.avi": "C", "b/2.avi": "D" },
    leftOut: ["a/1 (1).avi"],
  },
  {
    name: "of a source: the one whose name says so is used",
    videos: {
      "a/v_a_g01_c01.avi": "A",
      "a/copy.avi": "A",
      "a/v_a_g02_c01.avi": "B",
      "b/1.avi": "C",
      "b/2.avi": "D",
    },
    leftOut: ["a/copy.avi"],
  },
  {
    name: "without a label: the labeled one is used",
    videos: {
      "a/long name.avi": "A",
      "a/2.avi": "B",
      "b/1.avi": "C",
      "b/2.avi": "D",
      "unlabeled/1.avi": "A",
      "unlabeled/2.avi": "E",
      "unlabeled/3.avi": "E",
    },
    leftOut: ["unlabeled/1.avi", "unlabeled/3.avi"],
  },
  {
    name: "from elsewhere, of a video that was held out or not",
    videos: { "a/1.avi": "A", "a/2.avi": "B", "b/1.avi": "C", "b/2.avi": "D" },
    options: (folder) => ({ unlabeled: [join(folder, "../more")] }),
    leftOut: ["../more/1.avi", "../more/2.avi", "../more/3.avi", "../more/4.avi"],
  },
  {
    name: "in one part of a division that the data has",
    videos: {
      "train/a/1.avi": "A",
      "train/a/copy.avi": "A",
      "train/b/1.avi": "B",
      "test/a/2.avi": "C",
      "test/a/copy of 2.avi": "C",
      "test/b/2.avi": "D",
    },
    leftOut: ["train/a/copy.avi", "test/a/copy of 2.avi"],
  },
  {
    name: "of two classes",
    videos: { "a/1.avi": "A", "b/copy.avi": "A", "a/2.avi": "B", "b/1.avi": "C", "b/2.avi": "D" },
    leftOut: [],
    refused:
      /: 1 video in another class under another name, .*: 'b\/copy.avi' \(class 'b'\) as 'a\/1.avi' \(class 'a'\); only one of the classes can be right: take the other files away$/,
  },
  {
    name: "of two classes in training and test",
    videos: {
      "train/a/1.avi": "A",
      "train/b/1.avi": "B",
      "test/a/2.avi": "C",
      "test/b/2.avi": "A",
    },
    leftOut: [],
    refused: /: 1 video in another class under another name/,
  },
  {
    name: "in training and test",
    videos: {
      "train/a/1.avi": "A",
      "train/b/1.avi": "B",
      "test/a/2.avi": "A",
      "test/b/2.avi": "C",
    },
    leftOut: [],
    refused: /: 1 test video among the training videos under another name/,
  },
];

for (const { name, videos, options, leftOut, refused } of CASES) {
  testInFolder(`Each video counts once: copies ${name}`, async (parent) => {
    const folder = join(parent, "data");
    const letters = [..."ABCDE"].map((letter) => `${letter}.avi`);
    await encodeVideos(join(parent, "letters"), letters);
    const copyAll = async (target: string, files: Readonly<Record<string, string>>) => {
      for (const [file, letter] of Object.entries(files)) {
        await Deno.mkdir(join(target, file, ".."), { recursive: true });
        await Deno.copyFile(join(parent, "letters", `${letter}.avi`), join(target, file));
      }
    };
    await copyAll(folder, videos);
    await copyAll(join(parent, "more"), {
      "1.avi": "A",
      "2.avi": "B",
      "3.avi": "C",
      "4.avi": "D",
      "5.avi": "E",
    });
    const given = options?.(folder) ?? {};
    if (refused !== undefined) await assert.rejects(readManifest(folder, given), refused);
    const { train, test, copies = [], notes } = await readManifest(folder, {
      ...given,
      acceptsCopies: true,
    });
    assert.deepEqual(copies.map(({ id }) => id).sort(), leftOut.toSorted());
    assert.equal(notes.some((note) => note.startsWith("left ")), leftOut.length > 0);
    // Whatever is accepted: no file is lost, and none is in both parts.
    const ids = [...train, ...test, ...copies].map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    for (const id of Object.keys(videos)) assert.ok(ids.includes(id), id);
    if (refused !== undefined) return;
    // For every seed.
    for (let seed = 0; seed < 4; seed++) {
      const divided = await readManifest(folder, { ...given, seed });
      const contents = [...divided.train, ...divided.test].map(({ path }) =>
        new TextDecoder("latin1").decode(Deno.readFileSync(path))
      );
      assert.equal(new Set(contents).size, contents.length);
    }
  });
}
