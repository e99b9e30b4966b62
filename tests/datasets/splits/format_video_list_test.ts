import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { type Manifest, readManifest } from "../../../datasets/mod.ts";
import { formatClassList } from "../../../datasets/splits/format_class_list.ts";
import { formatVideoList } from "../../../datasets/splits/format_video_list.ts";
import { withFolder } from "../../_temporary_folder.ts";
import { makeFiles } from "../_manifests.ts";

/** What lists are known to stumble over. */
const TRICKY = [
  ..."\"',;\t #\\%\uFEFF(*?~\u00e9\u52d5\u{1f3a5}",
  '""',
  "# ",
  "e\u0301",
  "path",
  "0",
  "-1",
  ".avi",
  ".mp4 ",
];

/** A part of a file name, also with what other systems forbid. */
const PART = fc.array(
  fc.oneof(fc.constantFrom(...TRICKY), fc.string({ unit: "grapheme", maxLength: 3 })),
  { maxLength: 5 },
).map((pieces) => pieces.join("").replace(/[/\0]/g, ""));

/** Not hidden, and short enough for a file name. */
function isName(name: string): boolean {
  return !name.startsWith(".") && new TextEncoder().encode(name).length < 240;
}

const BREAKS = fc.constantFrom("", "\n", "\r\n", "\r");

/** Names of videos, also with line breaks. */
const VIDEO = fc.tuple(PART, BREAKS, PART).map((pieces) => pieces.join("")).filter(isName);

/** Numbers, and what is written where there is no label. */
const UNUSUAL_CLASSES = [
  ["1", "2"],
  ["0", "walk"],
  ["2", "10"],
  ["1 run", "2 walk"],
  ["#1", '"'],
  ["null", "walk"],
  ["-1", "NaN"],
  ["#REF!", "1"],
];

/** Names of two classes that are not alike. */
const CLASSES = fc.oneof(
  fc.constantFrom(...UNUSUAL_CLASSES),
  fc.tuple(PART, PART).map((parts) => parts.map((part, index) => `${part}z${index}`)),
).filter((names) => names.every((name) => isName(name) && !/[\r\n]/.test(name)));

/** The name of the class of each file. */
function classesByFile({ classes, train, test }: Manifest): [string, string | null][] {
  const entries = [...train, ...test].map((
    { path, label },
  ): [string, string | null] => [path, label === null ? null : classes[label] ?? "?"]);
  return entries.sort(([left], [right]) => left < right ? -1 : 1);
}

Deno.test("formatVideoList() writes what readManifest() reads, whatever the names", async () => {
  const property = fc.asyncProperty(CLASSES, VIDEO, VIDEO, async (classes, first, second) => {
    await withFolder(async (folder) => {
      const names = [`${first}1.avi`, `${second}2.avi`, "3.avi"];
      const videos = classes.flatMap((name) => names.map((video) => `videos/${name}/${video}`));
      await makeFiles(
        folder,
        Object.fromEntries(videos.map((video, index) => [video, `${index}`])),
      );
      const original = await readManifest(join(folder, "videos"), { testShare: 0.3 });
      const lists = join(folder, "lists");
      const options = { folder: lists, classes: original.classes };
      // One video without a label.
      const [hidden, ...labeled] = original.train;
      const train = hidden === undefined ? [] : [{ ...hidden, label: null }, ...labeled];
      await makeFiles(lists, {
        "classes.txt": formatClassList(original.classes),
        "train.txt": formatVideoList(train, options),
        "test.txt": formatVideoList(original.test, options),
      });
      const testList = join(lists, "test.txt");
      const listed = await readManifest(join(lists, "train.txt"), { testList });
      assert.deepEqual(listed.classes, original.classes);
      assert.deepEqual(classesByFile(listed), classesByFile({ ...original, train }));
      assert.equal(listed.test.length, original.test.length);
    });
  });
  await fc.assert(property, { numRuns: 150 });
});

Deno.test("formatClassList() refuses names with line breaks", () => {
  assert.throws(
    () => formatClassList(["run", "a\nb"]),
    new RangeError(
      'Cannot list classes as their names must be of one line: current value is "a\\nb"',
    ),
  );
});
