import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { ManifestError, readManifest, type ReadManifestOptions } from "../../datasets/mod.ts";

/** Makes empty files, or files with the given text. */
export async function makeFiles(folder: string, files: Record<string, string> | readonly string[]) {
  const entries = Array.isArray(files) ? files.map((name) => [name, ""]) : Object.entries(files);
  for (const [name, text] of entries) {
    await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
    await Deno.writeTextFile(join(folder, name), text);
  }
}

/** "id label" of each video. */
export const lines = (videos: readonly { id: string; label: number | null }[]) =>
  videos.map(({ id, label }) => `${id} ${label}`);

/** Requires that reading fails with this problem, after the path. */
export async function assertFails(
  data: string,
  problem: string,
  options: ReadManifestOptions = {},
) {
  await assert.rejects(readManifest(data, options), (error) => {
    assert.ok(error instanceof ManifestError, String(error));
    assert.equal(error.message, `Cannot read videos from '${error.path}': ${problem}`);
    return true;
  });
}
