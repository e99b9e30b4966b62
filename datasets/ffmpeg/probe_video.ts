import { decodedLength } from "./_decoded_length.ts";
import { diagnose, type FfmpegOutcome, messageLines } from "./_diagnose.ts";
import { readMatroskaOrientation } from "./_matroska_orientation.ts";
import { type Orientation, readOrientation, UPRIGHT } from "./_orientation.ts";
import type { PacketList } from "./_parse_packets.ts";
import { DecodeError } from "./decode_error.ts";
import { fileInput } from "./_file_input.ts";
import { type ParsedProbe, parseProbe, WITHOUT_TAGS } from "./_parse_probe.ts";
import { longestStep } from "./_longest_step.ts";
import { lastDuration, readClock } from "./_read_clock.ts";
import { readPackets } from "./_read_packets.ts";
import { requireBounds } from "./_require_bounds.ts";
import { hasSecondRecording } from "./_second_recording.ts";
import { withoutName } from "./_without_name.ts";
import type { FfmpegWork } from "./_ffmpeg_run.ts";
import { USUAL_STEP_SEC } from "./_timeline.ts";
import type { VideoClock, VideoProbe } from "./video_probe.ts";

/** ffmpeg's name of the container whose header is read here: ffmpeg 4.1 sees no turn in it. */
const MATROSKA = "matroska,webm";

/** What a newer ffmpeg writes as it reads the next recording in a Matroska file. */
const READS_ON = "File extends beyond end of segment";

/** Why a file is refused whose own text looks like what ffmpeg says. */
const UNCLEAR = "its path must be short, and its tags must not look like lines of ffmpeg: " +
  "what ffmpeg says of it is not clear";

/** Levels of the lines in which ffmpeg complains. */
const ERRORS: ReadonlySet<string> = new Set(["error", "fatal", "panic"]);

/** Options of {@linkcode probeVideo}. */
export interface ProbeVideoOptions {
  /**
   * How long ffmpeg may be silent while it is waited for, in seconds.
   *
   * @default 60
   */
  readonly silenceSec?: number | undefined;
}

/**
 * Finds out a video's length, size, orientation, pixel aspect, frame rate and codec, and where
 * decoding can start. Reads the whole file, but decodes nothing: the length is that of the
 * pictures, whatever the container claims. Starts ffmpeg once (a bundled ffmpeg often has no
 * ffprobe beside it), and once more for each of these: a display matrix, time stamps that do not
 * show which picture comes first, or how long the video is (it is then decoded).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { encodeVideo, locateFfmpeg, probeVideo } from "@actnetformer/deno/datasets";
 *
 * const { path: ffmpegPath } = await locateFfmpeg();
 * const path = `${await Deno.makeTempDir()}/black.mp4`;
 * const frames = new Uint8Array(5 * 32 * 16 * 3);
 * await encodeVideo({ frames, width: 32, height: 16, framesPerSecond: 10, path, ffmpegPath });
 * const { durationSec, displayWidth, codec } = await probeVideo(path, ffmpegPath);
 * assert.deepEqual([durationSec, displayWidth, codec], [0.5, 32, "h264"]);
 * ```
 *
 * @throws {DecodeError} If the file is missing, empty, not a video, without a picture, or past
 * {@linkcode VIDEO_BOUNDS}, or ffmpeg is silent or crashes at it.
 * @throws {Error} If ffmpeg cannot be started, or signals end it again and again.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function probeVideo(
  path: string,
  ffmpegPath: string,
  signal?: AbortSignal,
  { silenceSec }: ProbeVideoOptions = {},
): Promise<VideoProbe> {
  const work = { silenceSec, signal };
  const args = [
    ...["-hide_banner", "-v", "level+info", "-copyts", "-an", "-sn", "-dn"],
    // With the packets before the first key frame: some decoders show their pictures.
    ...[...fileInput(path), "-map", "0:V:0", ...WITHOUT_TAGS, "-c", "copy", "-copyinkf"],
    // Written in blocks, not line by line.
    ...["-flush_packets", "0", "-f", "framecrc", "pipe:1"],
  ];
  const { parser, ...output } = await readPackets(path, { ...work, ffmpegPath, args });
  const stderr = withoutName(output.stderr, path);
  const { all, errors } = splitLevels(stderr);
  const outcome = { ...output, stderr: all };
  const { stream, list: packetList } = parser;
  if (stream === null || packetList.packets.length === 0) {
    throw await diagnoseStreams(path, outcome);
  }
  const parsed = parseProbe(stderr);
  if (parsed === null) throw new DecodeError(UNCLEAR, { path, ...outcome });
  const { fileStartSec, container, hasDisplayMatrix: _, ...claims } = parsed;
  const { codec, width: codedWidth, height: codedHeight, pixelAspect } = stream;
  const facts = { ...claims, codec, codedWidth, codedHeight, pixelAspect };
  requireBounds(path, facts);
  const { clock: stamps, durationSec } = await readClock(packetList, {
    path,
    ffmpegPath,
    container,
    codec,
    fileStartSec,
    ...work,
  });
  const longestStepSec = longestStep(packetList, stamps);
  const clock = longestStepSec === undefined ? stamps : { ...stamps, longestStepSec };
  const orientation = await findOrientation(path, { parsed, ffmpegPath, ...work });
  const problems = messageLines(errors, path);
  if (orientation === null) problems.push("its Matroska header does not show how it is turned");
  if (!all.includes(READS_ON) && await hasSecondRecording(path, container)) {
    problems.push("another recording follows in the file, which this ffmpeg does not read");
  }
  const probe = {
    durationSec: durationSec ??
      await decodedDuration(path, { ...facts, clock, packetList, ffmpegPath, ...work }),
    ...facts,
    ...(orientation ?? UPRIGHT),
    ...displaySize(facts, orientation ?? UPRIGHT),
    problems,
    // In a damaged file a seek may find what decoding from the start does not.
    clock: problems.length === 0 ? clock : { ...clock, keyFrames: [] },
  };
  requireBounds(path, probe);
  return probe;
}

/** Returns how a video is turned and mirrored; null if its container hides it. */
async function findOrientation(
  path: string,
  { parsed: { container, hasDisplayMatrix }, ffmpegPath, ...work }: FfmpegWork & {
    readonly parsed: ParsedProbe;
    readonly ffmpegPath: string;
  },
): Promise<Orientation | null> {
  if (container === MATROSKA) return await readMatroskaOrientation(path);
  return hasDisplayMatrix ? await readOrientation(path, ffmpegPath, work) : UPRIGHT;
}

/** Removes the level from each line that ffmpeg wrote, and returns those about errors as well. */
function splitLevels(stderr: string): { readonly all: string; readonly errors: string } {
  const lines = stderr.split(/[\r\n]+/).map((line) => {
    const [, prefix = "", level, message] = /^(\[[^\]]* @ [^\]]*\] )?\[(\w+)\] (.*)$/.exec(line) ??
      [];
    return { level, text: message === undefined ? line : prefix + message };
  });
  const isError = (level: string | undefined) => level !== undefined && ERRORS.has(level);
  const textOf = (chosen: typeof lines) => chosen.map(({ text }) => text).join("\n");
  return { all: textOf(lines), errors: textOf(lines.filter(({ level }) => isError(level))) };
}

function displaySize(
  { codedWidth, codedHeight, pixelAspect }: Pick<
    VideoProbe,
    "codedWidth" | "codedHeight" | "pixelAspect"
  >,
  { rotation }: Pick<VideoProbe, "rotation">,
): Pick<VideoProbe, "displayWidth" | "displayHeight"> {
  const squareWidth = codedWidth * pixelAspect;
  return rotation % 180 === 90
    ? { displayWidth: codedHeight, displayHeight: squareWidth }
    : { displayWidth: squareWidth, displayHeight: codedHeight };
}

/** Returns the error of a file in whose description there is no video. */
async function diagnoseStreams(path: string, outcome: FfmpegOutcome): Promise<DecodeError> {
  const { stderr } = outcome;
  const isOpened = /^Input #0,/m.test(stderr);
  const hasVideo = /^ *Stream #0:.*: Video: (?!.*\(attached pic\))/m.test(stderr);
  if (isOpened && hasVideo) {
    return new DecodeError("its video stream is empty", { path, ...outcome });
  }
  return await diagnose(path, {
    ...outcome,
    stderr: isOpened ? "Stream map matches no streams" : stderr,
  });
}

/** Decodes a video whose packets do not show its length, and returns when its last image ends. */
async function decodedDuration(
  path: string,
  { clock, packetList, framesPerSecond, ...decoding }: FfmpegWork & {
    readonly clock: VideoClock;
    readonly packetList: PacketList;
    readonly framesPerSecond: number | null;
    readonly ffmpegPath: string;
  },
): Promise<number> {
  const { lastFrameSec, lastStepSec } = await decodedLength(path, { clock, ...decoding });
  const { packets, tickSec } = packetList;
  const duration = packets.at(-1)?.duration ?? 0;
  const lastDurationSec = tickSec * lastDuration({ duration, step: lastStepSec / tickSec });
  const isRateKnown = framesPerSecond !== null && framesPerSecond > 0;
  const usualSec = isRateKnown ? 1 / framesPerSecond : USUAL_STEP_SEC;
  return lastFrameSec + (lastDurationSec > 0 ? lastDurationSec : usualSec);
}
