import { digestOfAll, digestOfEnds } from "../_file_digest.ts";
import { fileStamp } from "../file_stamp.ts";
import { inParallel } from "../in_parallel.ts";
import type { Manifest, VideoEntry } from "../manifest.ts";
import { ManifestError } from "../manifest_error.ts";
import { pluralize } from "../_words.ts";

/** Files read at a time. */
const CONCURRENCY = 64;

/**
 * Refuses test videos that are, byte by byte, training videos under another name. Only files of the
 * same size are read: first their ends, and those with equal ends completely.
 *
 * @param path The data set, for the message.
 * @throws {ManifestError} If there are such videos; the message names a pair.
 */
export async function refuseDuplicates(
  { train, test }: Pick<Manifest, "train" | "test">,
  path: string,
): Promise<void> {
  const testIds = new Set(test.map(({ id }) => id));
  const isDivided = (group: readonly MeasuredVideo[]) =>
    new Set(group.map(({ id }) => testIds.has(id))).size === 2;
  const bySize = Map.groupBy(await measure([...train, ...test]), ({ bytes }) => bytes);
  // Empty files are broken, not copies; decoding will report them.
  bySize.delete(0);
  let groups = [...bySize.values()].filter(isDivided);
  for (const digest of [digestOfEnds, digestOfAll]) {
    groups = (await regroup(groups, digest)).filter(isDivided);
  }
  const pairs = groups.flatMap((group) => {
    const trainId = group.find(({ id }) => !testIds.has(id))?.id ?? "";
    return group.filter(({ id }) => testIds.has(id)).map(({ id }) => ({ testId: id, trainId }));
  });
  const [first] = pairs;
  if (first === undefined) return;
  throw new ManifestError(
    path,
    `${pluralize(pairs.length, "test video")} among the training videos under another name, ` +
      `'${first.testId}' as '${first.trainId}' for example: take one of them away`,
  );
}

interface MeasuredVideo {
  readonly id: string;
  readonly path: string;
  readonly bytes: number;
}

async function measure(videos: readonly VideoEntry[]): Promise<MeasuredVideo[]> {
  return await inParallel(videos, CONCURRENCY, async ({ id, path }) => {
    const { bytes } = await fileStamp(path);
    return { id, path, bytes };
  });
}

/** Divides groups of files of one size further, by a digest of what they hold. */
async function regroup(
  groups: readonly (readonly MeasuredVideo[])[],
  digest: (path: string, bytes: number) => Promise<string>,
): Promise<MeasuredVideo[][]> {
  const videos = groups.flatMap((group) => group);
  const digests = await inParallel(videos, CONCURRENCY, ({ path, bytes }) => digest(path, bytes));
  const keys = new Map(videos.map(({ id, bytes }, index) => [id, `${bytes} ${digests[index]}`]));
  return [...Map.groupBy(videos, ({ id }) => keys.get(id)).values()];
}
