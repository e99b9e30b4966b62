import assert from "node:assert/strict";
import { join } from "node:path";
import {
  type LayoutName,
  type Manifest,
  ManifestError,
  readManifest,
} from "../../../datasets/mod.ts";
import { testInFolder } from "../_fixtures.ts";
import { makeFiles } from "../_manifests.ts";

/** What a folder is understood as. */
export interface Meaning {
  /** Class names. */
  readonly classes: string;
  /** Number of labeled and of unlabeled training videos, and of test videos. */
  readonly counts: readonly [labeled: number, unlabeled: number, test: number];
  /** Where the test videos are from. */
  readonly from: string;
}

/** A folder, its files with braces for alternatives, and its meaning or what the refusal says. */
export interface FolderCase {
  readonly name: string;
  readonly files: string;
  readonly layout?: LayoutName;
  readonly is: Meaning | RegExp;
}

/** Three videos of each of two classes. */
export const RUN_WALK = "{run,walk}/{a,b,c}.avi";

/** What they are understood as, below any folder. */
export const HELD_OUT: Meaning = { classes: "run walk", counts: [4, 0, 2], from: "held out" };

/** Tests that folders are taken as they are meant. */
export function testFolders(cases: readonly FolderCase[]): void {
  for (const { name, files, layout, is } of cases) {
    testInFolder(`readManifest() takes as it is meant: ${name}`, async (folder) => {
      await makeFolder(folder, files);
      const read = readManifest(folder, { layout, testShare: 1 / 3 });
      if (is instanceof RegExp) {
        await assert.rejects(read, (error) => {
          assert.ok(error instanceof ManifestError, String(error));
          assert.match(error.message, is);
          return true;
        });
        return;
      }
      assert.deepEqual(meaningOf(await read), is);
    });
  }
}

/** Makes files of different bytes; a name that ends in a slash is an empty folder's. */
export async function makeFolder(folder: string, pattern: string): Promise<void> {
  const names = pattern.split(" ").flatMap(expand);
  for (const written of names) {
    const name = decodeURIComponent(written);
    if (name.endsWith("/")) await Deno.mkdir(join(folder, name), { recursive: true });
    else await makeFiles(folder, { [name]: name });
  }
}

/** Expands braces as a shell does. */
function expand(pattern: string): string[] {
  const [, before = "", choices = "", after = ""] = /^(.*?)\{(.*?)\}(.*)$/s.exec(pattern) ?? [];
  if (choices === "") return [pattern];
  return choices.split(",").flatMap((choice) => expand(`${before}${choice}${after}`));
}

function meaningOf({ classes, train, test, testSource = "" }: Manifest): Meaning {
  const labeled = train.filter(({ label }) => label !== null).length;
  return {
    classes: classes.join(" "),
    counts: [labeled, train.length - labeled, test.length],
    from: testSource,
  };
}
