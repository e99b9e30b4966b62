import { assembleWindow, listedBytes, placeWindow } from "./_assemble_window.ts";
import { DecodedStream } from "./_decoded_stream.ts";
import { findWindow } from "./_find_window.ts";
import { FrameStore, MOST_BYTES_ON_DISK, type StoredVideo } from "./_frame_store.ts";
import { KnownProbes } from "./_known_probes.ts";
import { SharedTask } from "./_shared_task.ts";
import type { ClipWindow } from "./clip_window.ts";
import type { DecodedFrames } from "./decoded_frames.ts";
import { frameDimensions, type FrameSize } from "./frame_dimensions.ts";
import type { FrameFile } from "./frame_file.ts";
import { gridFrameCount } from "./grid_frame_count.ts";
import type { LackOfRoom } from "./lack_of_room.ts";
import { DecodeError } from "../ffmpeg/decode_error.ts";
import type { StartedProcess } from "../ffmpeg/started_process.ts";
import type { VideoProbe } from "../ffmpeg/video_probe.ts";
import type { VideoEntry } from "../manifest.ts";

/**
 * Options of {@linkcode FrameCache}: the one grid that it holds videos on, and how much it may
 * hold.
 */
export interface FrameCacheOptions {
  /** The ffmpeg executable. */
  readonly ffmpegPath: string;
  /** Frames per second of the time grid. */
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
   * Maximum bytes of all frames in memory, or being decoded to stay there. 0: decode each window,
   * or keep all on disk.
   */
  readonly budgetBytes: number;
  /**
   * Keeps videos for which memory has no room, up to {@linkcode FrameCache.mostBytesOnDisk} each.
   * It stays the caller's.
   *
   * @default none
   */
  readonly disk?: FrameFile | undefined;
  /**
   * How long ffmpeg may be silent while it is waited for, in seconds.
   *
   * @default 60
   */
  readonly silenceSec?: number | undefined;
  /**
   * Called with each process of ffmpeg that decodes, for example to schedule it. Must not throw.
   *
   * @default nothing is done with it
   */
  readonly onStart?: ((process: StartedProcess) => void) | undefined;
}

/**
 * A video to load frames of, with what is known of it already; without a probe, or if its file has
 * changed since, it is probed once.
 */
export interface CacheableVideo
  extends Pick<VideoEntry, "path" | "probe" | "fingerprint" | "stamp"> {
  /**
   * Size of its frames, the same at each request.
   *
   * @default that of the cache
   */
  readonly size?: FrameSize | undefined;
  /**
   * Whether each of its frames comes with the one that follows it, the same at each request.
   *
   * @default as the cache says
   */
  readonly nextFrames?: boolean | undefined;
}

/**
 * Keeps whole decoded videos in memory, and further ones on disk, so that a data set is decoded once
 * a run.
 *
 * A window of a cached video is a copy; of a video that does not fit, only the window is decoded.
 * Both give the same bytes for intact videos. For a damaged video they may differ, as seeking meets
 * other errors: it is never cached, so that its windows depend neither on the budget nor on what
 * was loaded before. Simultaneous requests for one video share one decode.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { encodeVideo, FrameCache, locateFfmpeg } from "@actnetformer/deno/datasets";
 *
 * const { path: ffmpegPath } = await locateFfmpeg();
 * const path = `${await Deno.makeTempDir()}/gray.mp4`;
 * const size = { width: 16, height: 16 };
 * const frames = new Uint8Array(3 * 16 * 16 * 3).fill(128);
 * await encodeVideo({ frames, ...size, framesPerSecond: 10, path, ffmpegPath });
 * const cache = new FrameCache({ ffmpegPath, framesPerSecond: 10, size, budgetBytes: 1e6 });
 * await cache.loadWindow({ path }, { startFrame: 1, frameCount: 2 });
 * assert.equal(cache.bytesHeld, frames.byteLength);
 * ```
 */
export class FrameCache {
  /** Bytes of the largest video that is kept on disk. */
  static readonly mostBytesOnDisk: number = MOST_BYTES_ON_DISK;

  readonly #options: FrameCacheOptions;
  readonly #store: FrameStore;
  readonly #probes: KnownProbes;
  /** Paths of videos that did not decode from start to end without complaints. */
  readonly #damaged = new Set<string>();
  readonly #loading = new Map<string, SharedTask<StoredVideo | null>>();

  /**
   * Creates an empty cache.
   *
   * @throws {RangeError} If `budgetBytes` is negative.
   */
  constructor(options: FrameCacheOptions) {
    if (!(options.budgetBytes >= 0)) {
      throw new RangeError(
        "Cannot create a frame cache as 'budgetBytes' must be at least 0: " +
          `current value is ${options.budgetBytes}`,
      );
    }
    this.#options = options;
    this.#probes = new KnownProbes(options);
    const { budgetBytes, disk } = options;
    this.#store = new FrameStore({ budgetBytes, disk, countVideos: () => this.#probes.size });
  }

  /** Bytes of frames in memory, and reserved for videos being decoded. Never above `budgetBytes`. */
  get bytesHeld(): number {
    return this.#store.bytesHeld;
  }

  /** Number of whole videos in memory. */
  get videosHeld(): number {
    return this.#store.videosInMemory;
  }

  /** Why there was no room for videos yet, each of which is decoded again for each window. */
  get lacks(): ReadonlySet<LackOfRoom> {
    return this.#store.lacks;
  }

  /** Whether a whole video is held, in memory or on disk. */
  holds({ path }: CacheableVideo): boolean {
    return this.#store.find(path) !== undefined;
  }

  /**
   * Returns a video's length in grid frames: that of its pictures, whether it is cached or not, so
   * that windows placed by it do not depend on what the cache holds.
   *
   * @throws {DecodeError} If the video cannot be probed.
   */
  async gridFrames(video: CacheableVideo, signal?: AbortSignal): Promise<number> {
    const { durationSec } = await this.probe(video, signal);
    return gridFrameCount(durationSec, this.#options.framesPerSecond);
  }

  /**
   * Returns what is known about a video; probes it once, also if that fails.
   *
   * @throws {DecodeError} If the video cannot be probed, or is past {@linkcode VIDEO_BOUNDS}.
   */
  probe(video: CacheableVideo, signal?: AbortSignal): Promise<VideoProbe> {
    return this.#probes.probe(video, signal);
  }

  /**
   * Returns the frames of a window under the policy of {@linkcode decodeWindow}. The caller owns
   * them.
   *
   * @throws {DecodeError} If no frame can be decoded.
   * @throws {RangeError} If the window does not start at a frame, or has none.
   * @throws {unknown} If the signal is aborted: its reason; a decode that nobody else waits for has
   * then ended as well.
   */
  async loadWindow(
    video: CacheableVideo,
    window: ClipWindow,
    signal?: AbortSignal,
  ): Promise<DecodedFrames> {
    signal?.throwIfAborted();
    this.#store.countRequest();
    const cached = this.#store.find(video.path) ?? await this.#load(video, signal);
    if (cached !== null) {
      this.#store.touch(cached);
      return await cutWindow(cached, window);
    }
    const { path } = video;
    const probe = await this.probe(video, signal);
    return await findWindow(path, { ...this.#optionsOf(video), probe, clip: window }, signal);
  }

  /**
   * Joins the decode of a whole video, or starts one; null if it is damaged or there is no room.
   */
  async #load(
    video: CacheableVideo,
    signal: AbortSignal | undefined,
  ): Promise<StoredVideo | null> {
    const { path } = video;
    if (this.#damaged.has(path)) return null;
    const running = this.#loading.get(path);
    if (running !== undefined) return await running.join(signal);
    const task = new SharedTask((taskSignal) => this.#decodeWhole(video, taskSignal), () => {
      // After an abort the next request may have started a new one already.
      if (this.#loading.get(path) === task) this.#loading.delete(path);
    });
    this.#loading.set(path, task);
    return await task.join(signal);
  }

  async #decodeWhole(source: CacheableVideo, signal: AbortSignal): Promise<StoredVideo | null> {
    const { path } = source;
    const probe = await this.probe(source, signal);
    const options = this.#optionsOf(source);
    const dimensions = frameDimensions(options.size, probe);
    const list = { path, ...dimensions, hasNextFrames: options.nextFrames };
    const frameCount = gridFrameCount(probe.durationSec, options.framesPerSecond);
    using room = this.#store.reserve(frameCount * listedBytes(list));
    if (room === undefined) return null;
    try {
      const plan = { path, ...options, startFrame: 0, frameCount, dimensions, probe, signal };
      await using stream = new DecodedStream(plan, null);
      const pixels = await stream.readAll();
      const { warnings } = stream;
      if (warnings.length === 0) return await room.keep({ ...list, warnings }, pixels);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      // A window may still have frames; if not, its decode says why.
    }
    this.#damaged.add(path);
    return null;
  }

  /** How a video is decoded. */
  #optionsOf({ size, nextFrames }: CacheableVideo): FrameCacheOptions {
    const usual = this.#options;
    return { ...usual, size: size ?? usual.size, nextFrames: nextFrames ?? usual.nextFrames };
  }
}

/** Copies a window out of a whole video. */
async function cutWindow(video: StoredVideo, clip: ClipWindow): Promise<DecodedFrames> {
  const bytes = listedBytes(video);
  const placed = placeWindow(video.path, clip, video.frames.byteLength / bytes);
  const start = placed.startFrame * bytes;
  const pixels = await video.frames.read(start, start + placed.frameCount * bytes);
  return assembleWindow({ ...video, pixels, warnings: placed.warnings }, clip.frameCount);
}
