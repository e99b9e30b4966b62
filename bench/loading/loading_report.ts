import type { Setting } from "../_report.ts";
import type { FrameDifference } from "./compare_frames.ts";
import type { PeerName } from "./peer_loader.ts";

/**
 * Ways to load the windows: ours, ours as in a first epoch, in one that keeps whole videos on disk,
 * and in those after it, from what the system has in memory of the disk and from the disk itself,
 * bare ffmpeg, and others.
 */
export type LoaderName =
  | "ours"
  | "first"
  | "fill"
  | "warm"
  | "cold"
  | "bareNull"
  | "barePipe"
  | PeerName;

/** What a loader took. */
export interface LoaderResult {
  readonly loader: LoaderName;
  /** Seconds of each round. */
  readonly seconds: readonly number[];
  /** Versions of a loader that is not ours. */
  readonly version?: string | undefined;
  /** How its frames differ from ours. */
  readonly difference?: FrameDifference | undefined;
  /** ffmpeg processes of a round. */
  readonly starts?: number | undefined;
}

/** The measurements of one kind of videos. */
export interface LoadingRow {
  /** The kind, its codec and size. */
  readonly videos: string;
  /** How many different ones. */
  readonly files: number;
  /** Windows of a round. */
  readonly windows: number;
  /** Frames of a window. */
  readonly frames: number;
  /** Size of the frames in pixels. */
  readonly width: number;
  readonly height: number;
  /** Processes that decode at the same time. */
  readonly processes: number;
  readonly loaders: readonly LoaderResult[];
  /** Loaders that were not measured, and why. */
  readonly skipped: readonly string[];
}

/** The content of bench/results/loading.json. */
export interface LoadingReport extends Setting {
  /** The day, as in 2026-11-23. */
  readonly measured: string;
  readonly note?: string | undefined;
  /** Version of ffmpeg. */
  readonly ffmpeg: string;
  readonly rows: readonly LoadingRow[];
}
