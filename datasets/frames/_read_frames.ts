import { locateFfmpeg } from "../ffmpeg/locate_ffmpeg.ts";
import type { Frame } from "./frame.ts";
import type { FrameSize } from "./frame_dimensions.ts";
import { openVideo } from "./open_video.ts";
import type { VideoStream } from "./video_stream.ts";

/** Options of {@linkcode frames}: on which grid, of which size. */
export interface FramesOptions {
  /** Frames per second of the time grid; the video's own rate does not matter. */
  readonly framesPerSecond: number;
  /** Size of the frames. */
  readonly size: FrameSize;
  /**
   * Whether each frame comes with the one that follows it in the file, however far away that is: a
   * grid may leave it out, or repeat the frame before. The last one follows itself.
   *
   * @default false
   */
  readonly nextFrames?: boolean | undefined;
  /**
   * The ffmpeg executable.
   *
   * @default the one that {@linkcode locateFfmpeg} finds
   */
  readonly ffmpegPath?: string | undefined;
  /**
   * How long ffmpeg may be silent while a frame is awaited, in seconds: then a DecodeError says so.
   *
   * @default 60
   */
  readonly silenceSec?: number | undefined;
  /**
   * Kills ffmpeg; the iteration then fails with the signal's reason.
   *
   * @default the iteration ends by itself or by its consumer
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * Called at the end of a video that gave frames and was damaged, for each thing that was wrong:
   * one line with its path.
   *
   * @default damage is not reported
   */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

/** Does the work of `frames()` for one iteration. */
export async function* readFrames(
  video: string | VideoStream,
  options: FramesOptions,
  signal: AbortSignal,
): AsyncGenerator<Frame> {
  const { framesPerSecond, size, nextFrames, silenceSec, onWarning } = options;
  const ffmpegPath = options.ffmpegPath ?? (await locateFfmpeg()).path;
  const grid = { framesPerSecond, size, nextFrames, silenceSec, ffmpegPath };
  await using opened = await openVideo(video, grid, signal);
  for (let frame = await opened.read(); frame !== null; frame = await opened.read()) yield frame;
  for (const warning of opened.warnings) onWarning?.(warning);
}
