import type { ClipWindow } from "./clip_window.ts";
import type { Dimensions } from "./frame_dimensions.ts";
import type { FfmpegWork } from "../ffmpeg/_ffmpeg_run.ts";
import type { VideoProbe } from "../ffmpeg/video_probe.ts";

/** What to decode of a video, on which grid, and by which program. */
export interface DecodePlan extends ClipWindow, FfmpegWork {
  readonly path: string;
  readonly ffmpegPath: string;
  readonly framesPerSecond: number;
  /** Size of the frames. */
  readonly dimensions: Dimensions;
  readonly probe: VideoProbe;
  /**
   * Whether each frame comes with the one that follows it in the file.
   *
   * @default false
   */
  readonly nextFrames?: boolean | undefined;
}
