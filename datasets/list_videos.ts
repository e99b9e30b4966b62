import { join } from "node:path";
import { listFolder } from "./_list_folder.ts";
import { hasVideoExtension } from "./_video_extension.ts";

/**
 * Lists the videos in a folder and the folders in it, by the extensions of their names, sorted.
 * Hidden files and what file systems leave are ignored; symbolic links are followed, except in
 * circles.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { listVideos } from "@actnetformer/deno/datasets";
 *
 * const folder = await Deno.makeTempDir();
 * for (const name of ["b.mp4", "a.avi", "notes.txt"]) await Deno.writeTextFile(`${folder}/${name}`, "");
 * assert.deepEqual(await listVideos(folder), [`${folder}/a.avi`, `${folder}/b.mp4`]);
 * ```
 *
 * @returns Their paths, each beginning with the folder's.
 * @throws {ManifestError} If the name of a video or folder is not UTF-8.
 */
export async function listVideos(folder: string): Promise<string[]> {
  return await listBelow(folder, []);
}

/** @param above Real paths of the folders above. */
async function listBelow(folder: string, above: readonly string[]): Promise<string[]> {
  const real = await Deno.realPath(folder);
  if (above.includes(real)) return [];
  const videos: string[] = [];
  for (const { name, isFile } of await listFolder(folder)) {
    const path = join(folder, name);
    if (!isFile) videos.push(...await listBelow(path, [...above, real]));
    else if (hasVideoExtension(name)) videos.push(path);
  }
  return videos;
}
