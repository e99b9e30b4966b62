import assert from "node:assert/strict";
import { join } from "node:path";
import { ManifestError } from "../../../datasets/mod.ts";
import { readVideoList } from "../../../datasets/lists/_video_list.ts";
import { readClassList } from "../../../datasets/labels/_class_list.ts";
import { partOf } from "../../../datasets/folders/_part_of.ts";
import { suggest } from "../../../datasets/suggest.ts";
import { withFolder } from "../../_temporary_folder.ts";

const MILLION = 1_000_000;

/** Texts that need time in the square of their length where each position is looked at again. */
const HOSTILE: Readonly<Record<string, string>> = {
  "blanks": `x${" ".repeat(MILLION)}\ta`,
  "blanks behind a path": `a.mp4${" ".repeat(MILLION)}run x`,
  "separators": `a.mp4,${",;".repeat(MILLION / 2)}x`,
  "comments": `a.mp4 ${" #".repeat(MILLION / 2)}x`,
  "quotes": '"'.repeat(MILLION),
  "quotes behind a path": `a.mp4 "${'""'.repeat(MILLION / 2)}`,
  "extensions": "a.mp4 ".repeat(MILLION / 6),
  "one word": "a".repeat(MILLION),
  "numbers": `a.mp4 ${"1 ".repeat(MILLION / 2)}`,
  "lines for the separator": "sep=;\n".repeat(5_000),
  "brackets": "[".repeat(MILLION),
  "brackets that close": "[".repeat(MILLION) + "]".repeat(MILLION),
  "slashes": `path,class\n${"é/".repeat(MILLION / 2)}.mp4,run`,
  "words with blanks": `${"x y ".repeat(MILLION / 4)}.mp4`,
  "many short hostile lines": `${`x${" ,;#".repeat(1000)}x`}\n`.repeat(50),
};

for (const [name, text] of Object.entries(HOSTILE)) {
  Deno.test(`readVideoList() refuses ${name} without end, by a short message`, () =>
    withFolder(async (root) => {
      const list = join(root, "list.txt");
      await Deno.writeTextFile(list, text);
      await assert.rejects(readVideoList(list, { root, missingShare: 0 }), (error) => {
        assert.ok(error instanceof ManifestError, Deno.inspect(error).slice(0, 500));
        assert.ok(error.message.length < 1500, error.message.slice(0, 2000));
        return true;
      });
    }));
}

/** Odd lists that are nevertheless clear, and the labels of their videos. */
const ODD: Readonly<Record<string, readonly [text: string, labels: readonly (string | null)[]]>> = {
  "a comment of a million characters": [`# ${"x".repeat(MILLION)}\na.mp4 run\n`, ["run"]],
  "a column of a million characters": [
    `path,class,note\na.mp4,run,${"x".repeat(MILLION)}\n`,
    ["run"],
  ],
  "a thousand more columns": [
    `path,class${",c".repeat(1000)}\na.mp4,run${",1".repeat(1000)}\n`,
    ["run"],
  ],
  "rows that are shorter than the titles": ["path,class,a,b\na.mp4,run\nb.mp4\n", ["run", null]],
  "nested values in a column": [
    `{"path":"a.mp4","label":"run","boxes":${"[".repeat(50)}1${"]".repeat(50)}}`,
    ["run"],
  ],
  "keys as objects have them": [
    '{"path":"a.mp4","label":"run","__proto__":"x"}\n{"path":"b.mp4","label":"constructor"}',
    ["run", "constructor"],
  ],
  "keys that only some have": [
    '{"path":"a.mp4","label":"run","toString":"x"}\n{"path":"b.mp4","label":"walk"}',
    ["run", "walk"],
  ],
  "numbers that are not exact": [
    '{"path":"a.mp4","label":9007199254740993}\n{"path":"b.mp4","label":1e400}',
    ["9007199254740993", "1e400"],
  ],
  "a label with an emoji and blanks": ["a.mp4,🏃 run fast \n", ["🏃 run fast"]],
  "a line for the separator": ["sep=;\npath;class\na.mp4;run\n", ["run"]],
  "a line for the separator, without titles": ["sep=,\na.mp4,run\n", ["run"]],
  "carriage returns": ["path,class\ra.mp4,run\rb.mp4,walk\r", ["run", "walk"]],
  "equal lines": ["a.mp4 run\n".repeat(2000), ["run"]],
  "blank lines": [`${"\n".repeat(5000)}a.mp4 run${"\n".repeat(5000)}`, ["run"]],
};

for (const [name, [text, labels]] of Object.entries(ODD)) {
  Deno.test(`readVideoList() reads a list with ${name}`, () =>
    withFolder(async (root) => {
      for (const name of ["a.mp4", "b.mp4"]) await Deno.writeTextFile(join(root, name), name);
      const list = join(root, "list.txt");
      await Deno.writeTextFile(list, text);
      const { videos } = await readVideoList(list, { root, missingShare: 0 });
      assert.deepEqual(videos.map(({ className }) => className), labels);
    }));
}

Deno.test("readClassList() reads many classes, and lines that could be read in many ways", () =>
  withFolder(async (folder) => {
    const path = join(folder, "classes.txt");
    const names = Array.from({ length: 50_000 }, (_, index) => `class ${index}`);
    await Deno.writeTextFile(path, names.map((name, index) => `${index} ${name}\n`).join(""));
    assert.deepEqual((await readClassList(join(folder, "list")))?.names, names);
    const line = `a${",;".repeat(MILLION / 2)}x`;
    await Deno.writeTextFile(path, `${line}\n"a ""b"""\n`);
    assert.deepEqual((await readClassList(join(folder, "list")))?.names, [line, 'a "b"']);
    await Deno.writeTextFile(path, 'jump 2\n"run, fast", 1\n');
    assert.deepEqual((await readClassList(join(folder, "list")))?.names, ["run, fast", "jump"]);
  }));

Deno.test("suggest() chooses among a million words, and has no answer for endless ones", () => {
  const words = Array.from({ length: MILLION }, (_, index) => `word ${index}`);
  assert.equal(suggest("wrd 777", words), "word 777");
  assert.equal(suggest("x".repeat(MILLION), ["y".repeat(MILLION)]), undefined);
});

Deno.test("partOf() takes no time for endless names", () => {
  assert.equal(partOf("set".repeat(MILLION)), null);
  assert.equal(partOf(`train${"l".repeat(MILLION)}`), null);
  assert.equal(partOf("Videos_Train_Set"), "train");
});
