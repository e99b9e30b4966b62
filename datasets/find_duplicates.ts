import { digestOfAll, digestOfEnds } from "./_file_digest.ts";
import { fileStamp } from "./file_stamp.ts";
import { inParallel } from "./in_parallel.ts";

/** Files read at a time. */
const CONCURRENCY = 64;

/**
 * Finds files that are equal, byte by byte. Only files of the same size are read: first their ends,
 * and those with equal ends completely. Empty files are not counted: they are broken, not copies.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { findDuplicates } from "@actnetformer/deno/datasets";
 *
 * const folder = await Deno.makeTempDir();
 * const videos = ["a", "b", "c"].map((name) => ({ path: `${folder}/${name}` }));
 * for (const { path } of videos) await Deno.writeTextFile(path, path.endsWith("c") ? "2" : "1");
 * assert.deepEqual(await findDuplicates(videos), [videos.slice(0, 2)]);
 * ```
 *
 * @param isWanted Whether a group of videos, equal as far as is known, is to be looked at further.
 * If omitted, all are.
 * @returns The groups of equal files, each of at least two.
 */
export async function findDuplicates<Video extends { readonly path: string }>(
  videos: readonly Video[],
  isWanted: (group: readonly Video[]) => boolean = () => true,
): Promise<Video[][]> {
  const measured = await inParallel(videos, CONCURRENCY, async (video) => ({
    video,
    bytes: (await fileStamp(video.path)).bytes,
  }));
  const bySize = Map.groupBy(measured.filter(({ bytes }) => bytes > 0), ({ bytes }) => bytes);
  const isCandidate = (group: readonly Measured<Video>[]) =>
    group.length > 1 && isWanted(group.map(({ video }) => video));
  let groups = [...bySize.values()].filter(isCandidate);
  for (const digest of [digestOfEnds, digestOfAll]) {
    groups = (await regroup(groups, digest)).filter(isCandidate);
  }
  return groups.map((group) => group.map(({ video }) => video));
}

interface Measured<Video> {
  readonly video: Video;
  readonly bytes: number;
}

/** Divides groups of files of one size further, by a digest of what they hold. */
async function regroup<Video extends { readonly path: string }>(
  groups: readonly (readonly Measured<Video>[])[],
  digest: (path: string, bytes: number) => Promise<string>,
): Promise<Measured<Video>[][]> {
  const files = groups.flatMap((group) => group);
  const digested = await inParallel(files, CONCURRENCY, async (file) => ({
    file,
    key: `${file.bytes} ${await digest(file.video.path, file.bytes)}`,
  }));
  const byKey = Map.groupBy(digested, ({ key }) => key);
  return [...byKey.values()].map((group) => group.map(({ file }) => file));
}
