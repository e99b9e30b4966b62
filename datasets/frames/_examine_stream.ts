import { MAX_STEP_SEC } from "../ffmpeg/_timeline.ts";
import { examineBytes } from "./_video_bytes.ts";
import type { VideoStream } from "./video_stream.ts";

/** Addresses behind which there is MPEG-TS, if not a file: playlists (HLS), and what is sent live. */
const BROADCAST_ADDRESS = /^(?:https?|srt|tcp|udp):/i;

/** How a stream is read. */
export interface ExaminedStream {
  /** Returns its bytes; undefined if ffmpeg fetches them. */
  readonly openInput?: (() => ReadableStream<Uint8Array>) | undefined;
  /** A longer step ahead from image to image is a break in the clock, in seconds. */
  readonly maxStepSec: number;
}

/**
 * Finds out how a stream's clock is read, which for a file its container says. (Where the clock
 * breaks, ffmpeg moves the images that follow itself, but not all of them.)
 *
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function examineStream(
  stream: VideoStream,
  signal?: AbortSignal,
): Promise<ExaminedStream> {
  switch (stream.kind) {
    case "bytes": {
      const { bytes, isBroadcast } = await examineBytes(stream.bytes, signal);
      return { openInput: () => bytes, maxStepSec: maxStepOf(isBroadcast) };
    }
    case "address":
      return { maxStepSec: maxStepOf(BROADCAST_ADDRESS.test(stream.address)) };
    case "camera":
      return { maxStepSec: MAX_STEP_SEC.other };
  }
}

function maxStepOf(isBroadcast: boolean): number {
  return isBroadcast ? MAX_STEP_SEC.broadcast : MAX_STEP_SEC.other;
}
