import { DecodeError } from "../ffmpeg/decode_error.ts";
import { locateFfmpeg } from "../ffmpeg/locate_ffmpeg.ts";
import { findDuplicates } from "../find_duplicates.ts";
import { openFrames } from "../frames/open_frames.ts";
import type { Manifest, VideoEntry } from "../manifest.ts";
import { ManifestError } from "../manifest_error.ts";
import { pluralize } from "../_words.ts";

/** Pairs that a message names. */
const NAMED_PAIRS = 3;

/** What decoding one small frame needs; on a coarse grid a short video may have none. */
const SMALL_FRAME = { framesPerSecond: 30, size: { width: 16, height: 16 } };

/**
 * Refuses test videos that are, byte by byte, training videos under another name. Equal files that
 * cannot be decoded (cuts without a frame, saved error pages) are broken files, not copies: ffmpeg
 * is started for one of each group of equal files, until some pairs are found.
 *
 * @param path The data set, for the message.
 * @throws {ManifestError} If there are such videos; the message names some pairs.
 * @throws {FfmpegError} If there are equal files, but no ffmpeg.
 */
export async function refuseDuplicates(
  { train, test }: Pick<Manifest, "train" | "test">,
  path: string,
): Promise<void> {
  const testIds = new Set(test.map(({ id }) => id));
  const isDivided = (group: readonly VideoEntry[]) =>
    new Set(group.map(({ id }) => testIds.has(id))).size === 2;
  const pairs: string[] = [];
  let uncertain = 0;
  for (const group of await findDuplicates([...train, ...test], isDivided)) {
    const original = group.find(({ id }) => !testIds.has(id));
    if (original === undefined) continue;
    const copies = group.filter(({ id }) => testIds.has(id));
    // Enough for the message: thousands of copies need not start ffmpeg thousands of times.
    if (pairs.length >= NAMED_PAIRS) uncertain += copies.length;
    else if (await canBeDecoded(original.path)) {
      pairs.push(...copies.map(({ id }) => `'${id}' as '${original.id}'`));
    }
  }
  if (pairs.length === 0) return;
  const more = pairs.length - NAMED_PAIRS + uncertain;
  throw new ManifestError(
    path,
    `${
      pluralize(pairs.length + uncertain, "test video")
    } among the training videos under another ` +
      `name, with the same content byte by byte: ${pairs.slice(0, NAMED_PAIRS).join(", ")}` +
      `${more > 0 ? ` and ${more} more` : ""}; the test would be of videos that were trained on: ` +
      "take one of each pair away",
  );
}

async function canBeDecoded(path: string): Promise<boolean> {
  const { path: ffmpegPath } = await locateFfmpeg();
  try {
    await using source = await openFrames(path, { ...SMALL_FRAME, ffmpegPath });
    return await source.read() !== null;
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}
