import { DecodeError, inParallel, probeVideo, type VideoProbe } from "../../datasets/mod.ts";
import { pickEvenly } from "../videos/pick_evenly.ts";

/** A video file that cannot be read. */
export interface UnreadableVideo {
  readonly path: string;
  /** What ffmpeg says about it. */
  readonly reason: string;
}

/** What was found in some files of a data set. */
export interface ExaminedVideos {
  /** What ffmpeg reports about each file that it can read. */
  readonly probes: readonly VideoProbe[];
  /** The other files. */
  readonly unreadable: readonly UnreadableVideo[];
  /** Number of files in the data set. */
  readonly total: number;
}

/** Options of {@linkcode examineVideos}. */
export interface ExamineVideosOptions {
  /** The ffmpeg that reads the files. */
  readonly ffmpegPath: string;
  /** How long it may be silent, in seconds. */
  readonly silenceSec: number;
  /** Maximum number of files to look at, evenly spread over all. */
  readonly limit: number;
  /** Called after each file with the number of files looked at. */
  readonly onProgress: (done: number, total: number) => void;
  /** Ends the work when it aborts. */
  readonly signal: AbortSignal;
}

/**
 * Looks at the files of a data set without decoding them.
 *
 * @throws The reason of the signal, after an abort.
 */
export async function examineVideos(
  paths: readonly string[],
  { ffmpegPath, silenceSec, limit, onProgress, signal }: ExamineVideosOptions,
): Promise<ExaminedVideos> {
  const chosen = pickEvenly(paths, limit);
  const unreadable: UnreadableVideo[] = [];
  let done = 0;
  const probes = await inParallel(chosen, navigator.hardwareConcurrency, async (path) => {
    signal.throwIfAborted();
    try {
      return await probeVideo(path, ffmpegPath, signal, { silenceSec });
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      unreadable.push({ path, reason: error.reason });
      return undefined;
    } finally {
      onProgress(++done, chosen.length);
    }
  });
  return {
    probes: probes.filter((probe) => probe !== undefined),
    unreadable,
    total: paths.length,
  };
}
