import {
  decodableCodecs,
  DecodeError,
  inParallel,
  probeVideo,
  readManifest,
} from "../../datasets/mod.ts";
import { plainLine } from "../../runtime/text/plain_line.ts";
import type { DoctorProblem } from "./problem.ts";

/** The videos of a data set, as an ffmpeg sees them. */
export interface DoctorVideos {
  /** Number of videos. */
  readonly count: number;
  /** Number of videos by codec, the most frequent first. */
  readonly codecs: ReadonlyMap<string, number>;
  /** Codecs of these that the ffmpeg cannot decode. */
  readonly missing: readonly string[];
  /** Each video of which the ffmpeg makes nothing, and why. */
  readonly unreadable: readonly string[];
}

/**
 * Finds out which codecs the videos of a data set have, and which of them an ffmpeg lacks.
 *
 * @param data Folder or list of videos.
 * @throws {ManifestError} If the data set as a whole cannot be used.
 */
export async function examineVideos(data: string, ffmpegPath: string): Promise<DoctorVideos> {
  const { train, test } = await readManifest(data);
  const videos = [...train, ...test];
  const decodable = await decodableCodecs(ffmpegPath);
  const unreadable: string[] = [];
  const found = await inParallel(videos, navigator.hardwareConcurrency, async ({ path }) => {
    try {
      return (await probeVideo(path, ffmpegPath)).codec;
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      unreadable.push(`'${path}': ${error.reason}`);
      return null;
    }
  });
  const byCodec = Map.groupBy(found.filter((codec) => codec !== null), (codec) => codec);
  const counts = [...byCodec].map(([codec, { length }]) => [codec, length] as const);
  const codecs = new Map(counts.sort(([, first], [, second]) => second - first));
  const missing = [...codecs.keys()].filter((codec) => !decodable.has(codec));
  return { count: videos.length, codecs, missing, unreadable };
}

/** Returns what is wrong with videos and an ffmpeg together. */
export function judgeVideos(
  { count, codecs, missing, unreadable }: DoctorVideos,
  version: string,
): DoctorProblem[] {
  const problems = missing.map((codec) => ({
    what:
      `ffmpeg ${version} has no decoder for ${codec}, the codec of ${codecs.get(codec)} of the ` +
      `${count} videos`,
    remedy:
      "Set FFMPEG_PATH to an ffmpeg that has it, or run 'deno task setup' to fetch a newer one.",
    fatal: false,
  }));
  const [example] = unreadable;
  if (example === undefined) return problems;
  const what = `ffmpeg ${version} cannot read ${unreadable.length} of the ${count} videos, for ` +
    `example ${plainLine(example)}`;
  return [...problems, { what, remedy: "'deno task data check' names all of them.", fatal: false }];
}
