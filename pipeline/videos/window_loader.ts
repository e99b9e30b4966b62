import {
  type ClipWindow,
  DecodeError,
  FrameCache,
  type FrameFile,
  type LackOfRoom,
  type StoredFlow,
  testWindows,
  trainingWindow,
} from "../../datasets/mod.ts";
import {
  type DecodedWindow,
  type DecodingGrid,
  decodingGrid,
  drawsForTicket,
  type FlowFrames,
  type Ticket,
} from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import { formatBytes } from "../terminal/format_bytes.ts";
import { cacheBytes } from "./cache_bytes.ts";
import { describeLength } from "./describe_length.ts";
import { clipRates } from "../config/clip_rates.ts";
import { scheduleDecoder } from "./schedule_decoder.ts";
import { showsChanges } from "./shows_changes.ts";
import { showsModality } from "./shows_modality.ts";
import { StoredFlows } from "./stored_flows.ts";

/** Options of {@linkcode WindowLoader}. */
export interface WindowLoaderOptions {
  /** The ffmpeg executable. */
  readonly ffmpegPath: string;
  /**
   * Keeps videos for which memory has no room; the loader closes it.
   *
   * @default none
   */
  readonly disk?: FrameFile | undefined;
  /** Shows the user a line. */
  readonly notify: (line: string) => void;
  /**
   * Ids of videos whose files are gone, which are broken.
   *
   * @default none
   */
  readonly gone?: ReadonlySet<string> | undefined;
  /**
   * Number of processes that start on this machine together, and share its memory.
   *
   * @default 1
   */
  readonly processes?: number | undefined;
}

/** Why a video for which memory has no room is not on disk, for people. */
const LACKS: Readonly<Record<LackOfRoom, string>> = {
  memory: "and data.diskMebibytes gives no disk space",
  disk: "and so is the disk space",
  length: `and those of more than ${formatBytes(FrameCache.mostBytesOnDisk)} are not kept on disk`,
};

/**
 * Decodes the windows that a run looks at, with the frames that follow theirs in the file where
 * clips of changes are made of them, or with the flow that is stored beside the video, and keeps
 * whole videos in memory while they fit, and then on disk. Notifies once of each damaged video, one
 * that gives frames although something is wrong with it, of each whose container claims another
 * length, as `data check` does, and when there is no more room for whole videos.
 */
export class WindowLoader implements Disposable {
  /** Memory for whole videos, in bytes. */
  readonly cacheBytes: number;
  readonly #cache: FrameCache;
  readonly #disk: FrameFile | undefined;
  readonly #grid: DecodingGrid;
  readonly #seed: number;
  readonly #notify: (line: string) => void;
  readonly #gone: ReadonlySet<string>;
  /** Absent if no clip shows flow. */
  readonly #flows: StoredFlows | undefined;
  readonly #showsGradient: boolean;
  readonly #damaged = new Set<string>();
  /** Paths of the videos whose claimed length was looked at. */
  readonly #measured = new Set<string>();
  readonly #noted = new Set<LackOfRoom>();

  /** Starts with nothing in memory. */
  constructor(
    config: Config,
    { ffmpegPath, disk, notify, gone = new Set(), processes }: WindowLoaderOptions,
  ) {
    this.cacheBytes = cacheBytes(config.data, { processes });
    this.#disk = disk;
    this.#notify = notify;
    this.#gone = gone;
    this.#seed = config.seed;
    this.#grid = decodingGrid(clipRates(config.clip));
    this.#flows = showsModality(config.clip, "flow") ? new StoredFlows(notify) : undefined;
    this.#showsGradient = showsModality(config.clip, "gradient");
    this.#cache = new FrameCache({
      ffmpegPath,
      framesPerSecond: this.#grid.framesPerSecond,
      size: { shortSide: config.clip.decodeShortSide },
      nextFrames: showsChanges(config.clip),
      budgetBytes: this.cacheBytes,
      disk,
      silenceSec: config.data.silenceSeconds,
      onStart: scheduleDecoder,
    });
  }

  /** Whether some videos are decoded again for each window, as there was no room for them. */
  get lacksRoom(): boolean {
    return this.#cache.lacks.size > 0;
  }

  /** Paths of the videos found to be damaged. */
  get damaged(): ReadonlySet<string> {
    return this.#damaged;
  }

  /** Whether a video is in memory or on disk, so that its windows need no ffmpeg. */
  holds({ video }: Ticket): boolean {
    const flow = this.#flows?.known(video.path) ?? null;
    return this.#cache.holds(video) && (flow === null || this.#cache.holds(flow));
  }

  /** The window of a training clip, at a start drawn from the seed and the ticket. */
  async training(ticket: Ticket, signal: AbortSignal): Promise<DecodedWindow> {
    const gridFrames = await this.#measure(ticket, signal);
    const draw = drawsForTicket(ticket, "window", this.#seed).uniform(0, 1);
    const lengths = { gridFrames, windowFrames: this.#grid.frameCount };
    return await this.#load(ticket, trainingWindow(lengths, draw), signal);
  }

  /** The windows of a test video, spread evenly from its start to its end. */
  async test(ticket: Ticket, clips: number, signal: AbortSignal): Promise<DecodedWindow[]> {
    const gridFrames = await this.#measure(ticket, signal);
    const windows = testWindows({ gridFrames, windowFrames: this.#grid.frameCount }, clips);
    const loaded: DecodedWindow[] = [];
    for (const window of windows) loaded.push(await this.#load(ticket, window, signal));
    return loaded;
  }

  /** Returns a video's length in grid frames, and notifies if its container claims another. */
  async #measure({ video }: Ticket, signal: AbortSignal): Promise<number> {
    if (this.#gone.has(video.id)) {
      const details = { path: video.path, exitCode: null, stderr: "" };
      throw new DecodeError("it is gone since the run was started", details);
    }
    if (!this.#measured.has(video.path)) {
      this.#measured.add(video.path);
      const note = describeLength(await this.#cache.probe(video, signal));
      if (note !== undefined) this.#notify(`note: ${video.path}: ${note}`);
    }
    return await this.#cache.gridFrames(video, signal);
  }

  async #load(ticket: Ticket, window: ClipWindow, signal: AbortSignal): Promise<DecodedWindow> {
    const { framesPerSecond } = this.#grid;
    const { video } = ticket;
    const { path } = video;
    const stored = await this.#flows?.find(path) ?? null;
    // Only the gradient needs the next frames then.
    const source = stored === null ? video : { ...video, nextFrames: this.#showsGradient };
    const { warnings, ...decoded } = await this.#cache.loadWindow(source, window, signal);
    this.#noteRoom();
    const [firstWarning] = warnings;
    if (firstWarning !== undefined && !this.#damaged.has(path)) {
      this.#damaged.add(path);
      this.#notify(`damaged: ${path}: ${firstWarning}`);
    }
    if (stored === null) return { ticket, framesPerSecond, ...decoded };
    const flow = await this.#loadFlow(stored, window, signal);
    return { ticket, framesPerSecond, ...decoded, flow };
  }

  /** Gives disk space back, after which nothing can be loaded; false if it has taken none. */
  freeDisk(): boolean {
    const { bytes = 0 } = this.#disk ?? {};
    this[Symbol.dispose]();
    return bytes > 0;
  }

  /** Closes the file on disk; harmless if there is none. */
  [Symbol.dispose](): void {
    this.#disk?.[Symbol.dispose]();
  }

  /** Says once for each reason that some videos are decoded again for each window. */
  #noteRoom(): void {
    // Then nothing was to be kept.
    if (this.cacheBytes === 0 && this.#disk === undefined) return;
    for (const lack of this.#cache.lacks) {
      if (this.#noted.has(lack)) continue;
      this.#noted.add(lack);
      const memory = `memory for decoded videos is full (${formatBytes(this.cacheBytes)})`;
      this.#notify(`note: ${memory}, ${LACKS[lack]}: others are decoded again for each window`);
    }
  }

  /**
   * Decodes the flow of a window, in the size in which it is stored: displacements are scaled with
   * the views.
   *
   * @throws {DecodeError} If anything is wrong with it: its checksum was right.
   */
  async #loadFlow(
    { path, width, height }: StoredFlow,
    window: ClipWindow,
    signal: AbortSignal,
  ): Promise<FlowFrames> {
    const video = { path, size: { width, height }, nextFrames: false };
    const { frames: images, warnings } = await this.#cache.loadWindow(video, window, signal);
    const [warning] = warnings;
    if (warning === undefined) return { images, width, height };
    throw new DecodeError(warning, { path, exitCode: null, stderr: "" });
  }
}
