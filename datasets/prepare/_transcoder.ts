import { FfmpegError } from "../ffmpeg/mod.ts";
import { runFfmpeg } from "../ffmpeg/_run_ffmpeg.ts";

/** An ffmpeg that writes H.264. */
export interface Transcoder {
  readonly ffmpegPath: string;
  /** The arguments by which each picture keeps its time: named anew in ffmpeg 5.1. */
  readonly keepTimes: readonly string[];
}

/**
 * Asks an ffmpeg whether it can transcode.
 *
 * @throws {FfmpegError} if it lacks the encoder. The signal's reason after an abort.
 */
export async function findTranscoder(
  ffmpegPath: string,
  signal?: AbortSignal,
): Promise<Transcoder> {
  const about = (...topic: string[]) =>
    runFfmpeg(ffmpegPath, ["-hide_banner", "-h", ...topic], signal);
  const encoder = await about("encoder=libx264");
  if (!encoder.stdout.includes("Encoder libx264")) {
    throw new FfmpegError("Cannot transcode videos as ffmpeg must have the encoder libx264", {
      attempts: [{ source: ffmpegPath, reason: "it was built without" }],
      remedy: "Name an ffmpeg with libx264 in FFMPEG_PATH.",
    });
  }
  const options = await about("long");
  const isNew = options.stdout.includes("-fps_mode");
  return { ffmpegPath, keepTimes: [isNew ? "-fps_mode" : "-vsync", "passthrough"] };
}
