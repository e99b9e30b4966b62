import { join } from "node:path";
import type { OfficialLists } from "./_official_lists.ts";
import { readWords } from "../lists/_read_text.ts";
import type { ListedVideo } from "../splits/read_published_split.ts";
import { pluralize } from "../_words.ts";
import { compareStrings } from "../_compare_strings.ts";
import { ManifestError } from "../manifest_error.ts";

const HMDB_LIST = /^(.+)_test_split1\.txt$/;

/**
 * Whether a file is a list of the first official split of HMDB-51, which has one for each class.
 */
export function isHmdbList(name: string): boolean {
  return HMDB_LIST.test(name);
}

/**
 * Reads the first official split of HMDB-51.
 *
 * @param files Names of its lists.
 * @throws {ManifestError} If a list holds something other than lines "FILE 0", "FILE 1" and "FILE
 * 2".
 */
export async function readHmdbLists(
  folder: string,
  files: readonly string[],
): Promise<OfficialLists> {
  const train: ListedVideo[] = [];
  const test: ListedVideo[] = [];
  const unused: ListedVideo[] = [];
  const parts = new Map([["0", unused], ["1", train], ["2", test]]);
  const classes = files.map((file) => HMDB_LIST.exec(file)?.[1] ?? "");
  for (const [index, file] of files.entries()) {
    const className = classes[index] ?? "";
    const path = join(folder, file);
    for (const [name = "", digit] of await readWords(path)) {
      const part = parts.get(digit ?? "");
      if (part === undefined) {
        throw new ManifestError(
          path,
          `'${name}' must be followed by 0, 1 or 2: current value is ${digit ?? "nothing"}`,
        );
      }
      part.push({ written: `${className}/${name}`, className });
    }
  }
  const notes = unused.length === 0
    ? []
    : [`left ${pluralize(unused.length, "video")} unused that official split 1 leaves out`];
  return { title: "official split 1", classes: classes.sort(compareStrings), train, test, notes };
}
