import { assembleWindow, type FrameList, placeWindow } from "./_assemble_window.ts";
import type { DecodePlan } from "./_decode_plan.ts";
import { DecodedStream, warningsOf } from "./_decoded_stream.ts";
import { type DecodingStart, decodingStarts } from "./_decoding_starts.ts";
import type { ClipWindow } from "./clip_window.ts";
import type { DecodedFrames } from "./decoded_frames.ts";
import { frameDimensions, type FrameSize } from "./frame_dimensions.ts";
import { gridFrameCount } from "./grid_frame_count.ts";
import { areCrashes, endingSignal } from "../ffmpeg/_ending_signal.ts";
import { DecodeError } from "../ffmpeg/decode_error.ts";
import type { FfmpegWork } from "../ffmpeg/_ffmpeg_run.ts";
import type { KeyFrame, VideoProbe } from "../ffmpeg/video_probe.ts";

/** Options of {@linkcode findWindow}. */
export interface FindWindowOptions extends Pick<FfmpegWork, "silenceSec" | "onStart"> {
  /** The ffmpeg executable. */
  readonly ffmpegPath: string;
  /** Frames per second of the time grid. */
  readonly framesPerSecond: number;
  /** Size of the frames. */
  readonly size: FrameSize;
  /** What `probeVideo` returned. */
  readonly probe: VideoProbe;
  /**
   * Whether each frame comes with the one that follows it in the file.
   *
   * @default false
   */
  readonly nextFrames?: boolean | undefined;
}

/**
 * Decodes one window of a video under the policy of `decodeWindow`: from the first of several
 * starts that gives its frames without a complaint. From the file's start complaints are the
 * video's own; after seeking they may come from where decoding started. Each window is decoded for
 * itself: where a damaged video gives other frames after a seek than from its start, they must not
 * depend on the windows that were asked for before.
 *
 * @throws {DecodeError} If no frame can be decoded, or ffmpeg is silent or crashes.
 * @throws {Error} If signals end ffmpeg again and again.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function findWindow(
  path: string,
  { clip, ...options }: FindWindowOptions & { readonly clip: ClipWindow },
  signal?: AbortSignal,
): Promise<DecodedFrames> {
  const { framesPerSecond, probe, size, nextFrames } = options;
  const placed = placeWindow(path, clip, gridFrameCount(probe.durationSec, framesPerSecond));
  const dimensions = frameDimensions(size, probe);
  const plan = { path, ...options, ...placed, dimensions, signal };
  const sought = decodingStarts(probe.clock, placed.startFrame / framesPerSecond);
  const finish = ({ pixels, complaints }: Decoded) => {
    const warnings = [...placed.warnings, ...warningsOf(plan, complaints)];
    const video = { path, ...dimensions, pixels, hasNextFrames: nextFrames, warnings };
    return assembleWindow(video, clip.frameCount);
  };
  for (const start of sought) {
    if (start === null) break;
    const decoded = await decodeSought(plan, start);
    const isFound = decoded.pixels.byteLength > 0 && await isIntact(decoded, plan, start);
    if (isFound) return finish({ ...decoded, complaints: [] });
  }
  return finish(await decodeFrom(plan, null));
}

/** What decoding from one start gave. */
interface Decoded extends Pick<FrameList, "pixels"> {
  readonly complaints: readonly string[];
}

/**
 * Decodes from a key frame; gives nothing where ffmpeg crashes. Version 4.1 does if the seek misses:
 * its filter that repeats the last image then has none.
 */
async function decodeSought(plan: DecodePlan, start: KeyFrame): Promise<Decoded> {
  try {
    return await decodeFrom(plan, start);
  } catch (error) {
    if (!(error instanceof DecodeError) || !isCrash(error)) throw error;
    return { pixels: new Uint8Array(0), complaints: [] };
  }
}

/** Whether a signal that comes from what ffmpeg itself did ended it. */
function isCrash({ exitCode, stderr }: DecodeError): boolean {
  if (exitCode === null) return false;
  const signal = endingSignal({ exitCode, signal: null, stderr });
  return signal !== null && areCrashes([signal]);
}

async function decodeFrom(plan: DecodePlan, start: DecodingStart): Promise<Decoded> {
  await using stream = new DecodedStream(plan, start);
  return { pixels: await stream.readAll(), complaints: stream.complaints };
}

/**
 * Whether ffmpeg has nothing to complain about but where decoding started: pictures that are stored
 * after the key frame and shown before it refer to others that were not decoded.
 */
async function isIntact(
  { complaints }: Decoded,
  plan: DecodePlan,
  start: KeyFrame,
): Promise<boolean> {
  if (complaints.length === 0) return true;
  const { framesPerSecond, probe: { clock } } = plan;
  const startSec = (start.tick - clock.firstTick) * clock.tickSec;
  const startFrame = Math.ceil(startSec * framesPerSecond);
  const atKeyFrame = await decodeFrom({ ...plan, startFrame, frameCount: 1 }, start);
  return atKeyFrame.complaints.length === complaints.length;
}
