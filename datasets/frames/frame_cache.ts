import { assembleWindow, type FrameList } from "./_assemble_window.ts";
import { SharedTask } from "./_shared_task.ts";
import type { ClipWindow } from "./clip_window.ts";
import { decodeWindow } from "./decode_window.ts";
import { DecodeError } from "../ffmpeg/decode_error.ts";
import { frameDimensions, type FrameSize } from "./frame_dimensions.ts";
import { openFrames } from "./open_frames.ts";
import { probeVideo, type VideoProbe } from "../ffmpeg/probe_video.ts";
import type { DecodedFrames } from "./decoded_frames.ts";
import { gridFrameCount } from "./grid_frame_count.ts";

/** The one grid that a cache holds videos on, and how much it may hold. */
export interface FrameCacheOptions {
  /** The ffmpeg executable. */
  readonly ffmpegPath: string;
  /** Frames per second of the time grid. */
  readonly framesPerSecond: number;
  /** Size of the frames. */
  readonly size: FrameSize;
  /** Upper bound of the bytes of all frames held or being decoded into the cache. 0: decode always. */
  readonly budgetBytes: number;
}

/**
 * A video leaves the cache for another only when it was not asked for during so many times as many
 * requests as there are videos. An epoch is a scan: with plain least-recently-used order and too small a
 * budget, each video would be thrown out just before its turn comes again, and each turn would decode
 * a whole video for one window.
 */
const STALE_ROUNDS = 4;

/** A video to load frames of. */
export interface CacheableVideo {
  readonly path: string;
  /** What is known of the file already; else ffmpeg is asked once. */
  readonly probe?: VideoProbe;
}

interface CachedVideo extends FrameList {
  readonly bytes: number;
  lastUse: number;
}

/**
 * Whole decoded videos in memory, so that a small data set is decoded once a run.
 *
 * A window of a cached video is a copy; a video that does not fit is decoded for its window alone. Both
 * give the same bytes for sound videos. A damaged one may differ, for seeking meets other errors: it is
 * never cached, so that its windows are the same whatever the budget and whatever else is held. Requests
 * for one video at the same time share one decode.
 */
export class FrameCache {
  readonly #options: FrameCacheOptions;
  readonly #videos = new Map<string, CachedVideo>();
  readonly #probes = new Map<string, VideoProbe>();
  /** Paths of videos that did not decode from start to end without complaints. */
  readonly #damaged = new Set<string>();
  readonly #loading = new Map<string, SharedTask<CachedVideo | null>>();
  #bytesHeld = 0;
  #requests = 0;

  constructor(options: FrameCacheOptions) {
    if (!(options.budgetBytes >= 0)) {
      throw new RangeError(
        "Cannot create a frame cache as 'budgetBytes' must be at least 0: " +
          `current value is ${options.budgetBytes}`,
      );
    }
    this.#options = options;
  }

  /** Bytes of frames held, and promised to videos being decoded. Never above `budgetBytes`. */
  get bytesHeld(): number {
    return this.#bytesHeld;
  }

  /** Number of whole videos held. */
  get videosHeld(): number {
    return this.#videos.size;
  }

  /**
   * A video's length in grid frames by its container. It is the same whether the video is cached or not,
   * so that windows placed by it do not depend on what the cache holds.
   *
   * @throws {DecodeError} if the video cannot be probed.
   */
  async gridFrames(video: CacheableVideo, signal?: AbortSignal): Promise<number> {
    const { durationSec } = await this.#probe(video, signal);
    return gridFrameCount(durationSec, this.#options.framesPerSecond);
  }

  /**
   * The frames of a window under the policy of `decodeWindow`. The caller owns them.
   *
   * @throws {DecodeError} if no frame can be decoded. The signal's reason after an abort; a decode that
   * nobody else waits for is then gone as well.
   */
  async loadWindow(
    video: CacheableVideo,
    window: ClipWindow,
    signal?: AbortSignal,
  ): Promise<DecodedFrames> {
    signal?.throwIfAborted();
    this.#requests++;
    const cached = this.#videos.get(video.path) ?? await this.#load(video, signal);
    if (cached !== null) {
      this.#touch(cached);
      return assembleWindow(cached, window);
    }
    const { ffmpegPath, framesPerSecond, size } = this.#options;
    const probe = await this.#probe(video, signal);
    return await decodeWindow(video.path, {
      ffmpegPath,
      framesPerSecond,
      size,
      probe,
      startSec: window.startFrame / framesPerSecond,
      durationSec: window.frameCount / framesPerSecond,
    }, signal);
  }

  /** Joins the decode of a whole video, or starts one; null if it is damaged or there is no room. */
  async #load(
    video: CacheableVideo,
    signal: AbortSignal | undefined,
  ): Promise<CachedVideo | null> {
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

  async #decodeWhole(source: CacheableVideo, signal: AbortSignal): Promise<CachedVideo | null> {
    const { path } = source;
    const probe = await this.#probe(source, signal);
    const { width, height } = frameDimensions(this.#options.size, probe);
    const frameBytes = width * height * 3;
    const expected = gridFrameCount(probe.durationSec, this.#options.framesPerSecond);
    let bytes = expected * frameBytes;
    if (!this.#reserve(bytes)) return null;
    let video: CachedVideo | null = null;
    try {
      await using reader = await openFrames(path, { ...this.#options, probe }, signal);
      const frames: Uint8Array[] = [];
      for (let frame = await reader.read(); frame !== null; frame = await reader.read()) {
        frames.push(frame);
        if (frames.length <= expected) continue;
        // Longer than the container claims.
        if (!this.#reserve(frameBytes)) return null;
        bytes += frameBytes;
      }
      const used = frames.length * frameBytes;
      this.#bytesHeld -= bytes - used;
      bytes = used;
      const { warnings } = reader;
      if (warnings.length > 0) {
        this.#damaged.add(path);
        return null;
      }
      video = { path, width, height, warnings, frames, bytes, lastUse: this.#requests };
      this.#videos.set(path, video);
      return video;
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      // A window may still have frames; if not, its decode tells why.
      this.#damaged.add(path);
      return null;
    } finally {
      if (video === null) this.#bytesHeld -= bytes;
    }
  }

  /** Moves a video to the end of the map, whose order is that of the last uses. */
  #touch(video: CachedVideo): void {
    video.lastUse = this.#requests;
    if (this.#videos.delete(video.path)) this.#videos.set(video.path, video);
  }

  /** Takes bytes out of the budget, dropping stale videos for them; false if there is no room. */
  #reserve(bytes: number): boolean {
    while (this.#bytesHeld + bytes > this.#options.budgetBytes) {
      const oldest = this.#videos.values().next().value;
      if (oldest === undefined) return false;
      if (this.#requests - oldest.lastUse <= STALE_ROUNDS * this.#probes.size) return false;
      this.#videos.delete(oldest.path);
      this.#bytesHeld -= oldest.bytes;
    }
    this.#bytesHeld += bytes;
    return true;
  }

  async #probe(
    { path, probe: given }: CacheableVideo,
    signal: AbortSignal | undefined,
  ): Promise<VideoProbe> {
    const known = this.#probes.get(path);
    if (known !== undefined) return known;
    const probe = given ?? await probeVideo(path, this.#options.ffmpegPath, signal);
    this.#probes.set(path, probe);
    return probe;
  }
}
