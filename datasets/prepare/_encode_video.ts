import { TICKS_PER_SECOND } from "../ffmpeg/_decoded_length.ts";
import { messageLines } from "../ffmpeg/_diagnose.ts";
import { fullDiskError } from "../ffmpeg/full_disk_error.ts";
import { runFfmpeg } from "../ffmpeg/_run_ffmpeg.ts";
import { TranscodeError } from "./_transcode_error.ts";
import type { Transcoder } from "./_transcoder.ts";

/** What {@linkcode encodeVideo} encodes, and how. */
export interface EncodeVideoOptions {
  readonly transcoder: Transcoder;
  /** ffmpeg's arguments that open the input and choose its streams. */
  readonly input: readonly string[];
  /** Opens what ffmpeg reads from standard input, if it does. */
  readonly openInput?: (() => ReadableStream<Uint8Array>) | undefined;
  readonly filters: readonly string[];
  /** ffmpeg's arguments for the encoder. */
  readonly encoder: readonly string[];
  readonly silenceSec: number | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * Encodes images as MP4 at exactly their times.
 *
 * @param path The video that they are made of, for errors.
 * @throws {TranscodeError} If ffmpeg fails.
 * @throws {Error} If the disk is full, with the code ENOSPC.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function encodeVideo(
  path: string,
  target: string,
  { transcoder, input, openInput, filters, encoder, silenceSec, signal }: EncodeVideoOptions,
): Promise<void> {
  const { ffmpegPath, keepTimes } = transcoder;
  const args = [
    ...["-v", "error", "-y", ...input, "-filter_threads", "1"],
    ...["-vf", filters.join(","), ...keepTimes],
    ...["-enc_time_base", `1/${TICKS_PER_SECOND}`],
    ...["-video_track_timescale", String(TICKS_PER_SECOND)],
    ...encoder,
    ...["-movflags", "+faststart"],
    // An older ffmpeg gives the last frame one tick, which an edit list in milliseconds cuts off.
    ...["-use_editlist", "0", "-f", "mp4", `file:${target}`],
  ];
  const work = { ffmpegPath, args, video: path, silenceSec, signal, openInput };
  const { exitCode, stderr } = await runFfmpeg(work);
  const fullDisk = fullDiskError(stderr, target);
  if (fullDisk !== undefined) throw fullDisk;
  if (exitCode === 0) return;
  // The source's complaints come first; the last line is why ffmpeg gave up.
  const reason = messageLines(stderr, path).at(-1);
  throw new TranscodeError(path, reason ?? `ffmpeg ended with exit status ${exitCode}`);
}
