import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import { readVideoList } from "../../../datasets/lists/_video_list.ts";
import { withFolder } from "../../_temporary_folder.ts";

/** A video and its label, as one writes them into a spreadsheet. */
interface Row {
  readonly path: string;
  readonly label: string;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** Writes rows as a table whose fields are in quotes. */
function tableOf(delimiter: string, [pathTitle, labelTitle]: readonly [string, string]) {
  return (rows: readonly Row[]) =>
    [`${labelTitle}${delimiter}${pathTitle}`]
      .concat(rows.map(({ path, label }) => `${quoted(label)}${delimiter}${quoted(path)}`))
      .join("\r\n");
}

/** How programs write the same rows. */
const WRITERS: Readonly<Record<string, (rows: readonly Row[]) => string>> = {
  "commas": tableOf(",", ["path", "class"]),
  "semicolons and a mark, as Excel": (rows) => `\uFEFF${tableOf(";", ["Datei", "Klasse"])(rows)}`,
  "rows without values at the end, as Excel": (rows) =>
    `${tableOf(";", ["Datei", "Klasse"])(rows)}\r\n;\r\n ; \r\n;;;\r\n`,
  "rows without values, and no titles": (rows) =>
    rows.map(({ path, label }) => `,,\r\n${quoted(path)},${quoted(label)}\r\n , \r\n`).join(""),
  "tabs": tableOf("\t", ["file_name", "label"]),
  "unknown titles": tableOf(";", ["Tiedosto", "Luokka"]),
  "no titles": (rows) =>
    rows.map(({ path, label }) => `${quoted(path)} ${quoted(label)}\n`).join(""),
  "JSON lines": (rows) =>
    rows.map(({ path, label }) => `${JSON.stringify({ file_name: path, label })}\n`).join(""),
  "an array in JSON": (rows) => JSON.stringify(rows, null, 2),
};

const TEXT = fc.string({ unit: fc.constantFrom(...`aB9 ,;"#'{}[]()=é類-_.`), maxLength: 12 });

const ROWS = fc.uniqueArray(
  fc.record({
    // Some systems have no files whose names differ only in capitals.
    path: TEXT.map((name) => `x${name.toLowerCase()}.mp4`),
    label: TEXT.map((label) => `l${label}x`),
  }),
  { selector: ({ path }) => path, minLength: 1, maxLength: 5 },
);

for (const [name, write] of Object.entries(WRITERS)) {
  Deno.test(`readVideoList() reads whatever is written with ${name}`, () =>
    fc.assert(
      fc.asyncProperty(ROWS, (rows) =>
        withFolder(async (root) => {
          for (const { path } of rows) await Deno.writeTextFile(join(root, path), "");
          const list = join(root, "list");
          await Deno.writeTextFile(list, write(rows));
          const { videos } = await readVideoList(list, { root, missingShare: 0 });
          assert.deepEqual(
            videos.map(({ id, className }) => [id, className]),
            rows.map(({ path, label }) => [path, label]),
          );
        })),
      { numRuns: 60 },
    ));
}
