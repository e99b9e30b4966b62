import { DecodeError } from "../ffmpeg/decode_error.ts";
import { requireBounds } from "../ffmpeg/_require_bounds.ts";
import { probeVideo } from "../ffmpeg/probe_video.ts";
import type { VideoProbe } from "../ffmpeg/video_probe.ts";
import { isUnchanged } from "../_is_unchanged.ts";
import type { VideoEntry } from "../manifest.ts";

/** How {@linkcode KnownProbes} probes. */
export interface KnownProbesOptions {
  /** The ffmpeg executable. */
  readonly ffmpegPath: string;
  /** How long ffmpeg may be silent while it is waited for, in seconds. */
  readonly silenceSec?: number | undefined;
}

/** A video, and what is known of it already: if its file has changed since, it is probed again. */
type KnownVideo = Pick<VideoEntry, "path" | "probe" | "fingerprint" | "stamp">;

/** What is known of videos, each of which is probed once, also if that fails. */
export class KnownProbes {
  readonly #options: KnownProbesOptions;
  readonly #probes = new Map<string, VideoProbe>();
  /** Why videos could not be probed: it may have taken long to find out. */
  readonly #errors = new Map<string, DecodeError>();

  constructor(options: KnownProbesOptions) {
    this.#options = options;
  }

  /** Number of videos that could be probed. */
  get size(): number {
    return this.#probes.size;
  }

  /**
   * Returns what is known about a video, or probes it.
   *
   * @throws {DecodeError} If the video cannot be probed, or is past {@linkcode VIDEO_BOUNDS}.
   */
  async probe(video: KnownVideo, signal?: AbortSignal): Promise<VideoProbe> {
    const { path, probe: given } = video;
    const known = this.#probes.get(path);
    if (known !== undefined) return known;
    const failure = this.#errors.get(path);
    if (failure !== undefined) throw failure;
    const { ffmpegPath, silenceSec } = this.#options;
    try {
      const isKnown = given !== undefined && await isUnchanged(video);
      const probe = isKnown ? given : await probeVideo(path, ffmpegPath, signal, { silenceSec });
      requireBounds(path, probe);
      this.#probes.set(path, probe);
      return probe;
    } catch (error) {
      if (error instanceof DecodeError) this.#errors.set(path, error);
      throw error;
    }
  }
}
