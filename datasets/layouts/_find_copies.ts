import { DecodeError } from "../ffmpeg/decode_error.ts";
import { locateFfmpeg } from "../ffmpeg/locate_ffmpeg.ts";
import { findDuplicates } from "../find_duplicates.ts";
import { openFrames } from "../frames/open_frames.ts";
import { inParallel } from "../in_parallel.ts";
import type { VideoEntry } from "../manifest.ts";

/** What decoding one small frame needs; on a coarse grid a short video may have none. */
const SMALL_FRAME = { framesPerSecond: 30, size: { width: 16, height: 16 } };

/**
 * Finds videos that are equal, byte by byte. Equal files that cannot be decoded (cuts without a
 * frame, saved error pages) are broken files, not copies, and must be counted as such: one of each
 * group is decoded, with ffmpeg.
 *
 * @returns The groups of copies, each of at least two.
 * @throws {FfmpegError} If there are equal files, but no ffmpeg.
 */
export async function findCopies(videos: readonly VideoEntry[]): Promise<VideoEntry[][]> {
  const groups = await findDuplicates(videos);
  if (groups.length === 0) return groups;
  const { path: ffmpegPath } = await locateFfmpeg();
  const areVideos = await inParallel(
    groups,
    navigator.hardwareConcurrency,
    ([first]) => canBeDecoded(first!.path, ffmpegPath),
  );
  return groups.filter((_, index) => areVideos[index]);
}

async function canBeDecoded(path: string, ffmpegPath: string): Promise<boolean> {
  try {
    await using source = await openFrames(path, { ...SMALL_FRAME, ffmpegPath });
    return await source.read() !== null;
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}
