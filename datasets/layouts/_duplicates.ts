import { digestOfAll, digestOfEnds } from "../_file_digest.ts";
import { fileStamp } from "../file_stamp.ts";
import { inParallel } from "../in_parallel.ts";
import { type VideoEntry } from "../manifest.ts";
import { pluralize } from "../_words.ts";
import { ManifestError } from "../manifest_error.ts";

/** Files looked at at a time. */
const CONCURRENCY = 64;

/**
 * Refuses test videos that are, byte by byte, training videos under another name. Only files of the same
 * size are opened: first their ends, then, where these agree, all of them.
 *
 * @throws {ManifestError} naming a pair.
 */
export async function refuseDuplicates(
  { train, test }: { readonly train: readonly VideoEntry[]; readonly test: readonly VideoEntry[] },
  path: string,
): Promise<void> {
  const bySize = Map.groupBy(await measured([...train, ...test]), ({ bytes }) => bytes);
  // What is empty is broken, and says so when it is decoded.
  bySize.delete(0);
  const inTest = new Set(test.map(({ id }) => id));
  const divides = (group: readonly Measured[]) =>
    new Set(group.map(({ id }) => inTest.has(id))).size === 2;
  let groups = [...bySize.values()].filter(divides);
  for (const digest of [digestOfEnds, digestOfAll]) {
    groups = (await regrouped(groups, digest)).filter(divides);
  }
  const pairs = groups.flatMap((group) => {
    const same = group.find(({ id }) => !inTest.has(id))?.id ?? "";
    return group.filter(({ id }) => inTest.has(id)).map(({ id }) => [id, same] as const);
  });
  const [first] = pairs;
  if (first === undefined) return;
  throw new ManifestError(
    path,
    `${pluralize(pairs.length, "test video")} among the training videos under another name, ` +
      `'${first[0]}' as '${first[1]}' for one: take one of them away`,
  );
}

interface Measured {
  readonly id: string;
  readonly path: string;
  readonly bytes: number;
}

async function measured(videos: readonly VideoEntry[]): Promise<Measured[]> {
  return await inParallel(videos, CONCURRENCY, async ({ id, path }) => {
    return { id, path, bytes: (await fileStamp(path)).bytes };
  });
}

async function regrouped(
  groups: readonly (readonly Measured[])[],
  digest: (path: string, bytes: number) => Promise<string>,
): Promise<Measured[][]> {
  const videos = groups.flatMap((group) => group);
  const digests = await inParallel(videos, CONCURRENCY, ({ path, bytes }) => digest(path, bytes));
  const keys = new Map(videos.map(({ id, bytes }, index) => [id, `${bytes} ${digests[index]}`]));
  return [...Map.groupBy(videos, ({ id }) => keys.get(id)).values()];
}
