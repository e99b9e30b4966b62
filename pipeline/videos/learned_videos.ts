import type { KeptVideos, VideoContent, VideoPart } from "../run/kept_videos.ts";
import { originalBytesOf } from "./original_bytes_of.ts";

/** A video that may be one that a run has learned from. */
export interface Candidate extends VideoContent {
  /** The video's identity in its data set. */
  readonly id: string;
}

/**
 * The training videos of runs, labeled and unlabeled, and those of their validation, by which the
 * best weights were chosen, by what identifies them wherever they are. A video is one of them if it
 * has the same content, whatever its name, or the same id and size; a prepared copy counts with the
 * size of its original.
 */
export class LearnedVideos {
  readonly #contents = new Set<string>();
  /** By id: the sizes of all files that had it. */
  readonly #sizes = new Map<string, Set<number>>();
  /** By the size of the original: the ids of prepared copies. */
  readonly #prepared = new Map<number, string[]>();

  /**
   * Starts with the training videos among those that some runs keep.
   *
   * @param isMeant Which parts of the runs' videos count, if others than those learned from.
   */
  constructor(
    runs: readonly KeptVideos[],
    isMeant: (part: VideoPart) => boolean = (part) => part !== "test",
  ) {
    for (const video of runs.flatMap(({ videos }) => videos)) {
      if (!isMeant(video.part)) continue;
      const { id, fingerprint, originalBytes } = video;
      if (fingerprint !== null) this.#contents.add(fingerprint);
      const name = id.normalize("NFC");
      this.#sizes.set(name, (this.#sizes.get(name) ?? new Set()).add(originalBytesOf(video)));
      if (originalBytes === null) continue;
      this.#prepared.set(originalBytes, [...this.#prepared.get(originalBytes) ?? [], name]);
    }
  }

  /** Whether a run has learned from a video. */
  has(video: Candidate): boolean {
    const { id, fingerprint } = video;
    if (fingerprint === null) return false;
    return this.#contents.has(fingerprint) ||
      this.#sizes.get(id.normalize("NFC"))?.has(originalBytesOf(video)) === true;
  }

  /**
   * Whether a run has learned from a file, wherever it is; null if it has learned from a prepared
   * copy of some file of the same size, and the path does not say of which.
   */
  hasFile(path: string, fingerprint: string | null): boolean | null {
    if (fingerprint === null) return null;
    if (this.#contents.has(fingerprint)) return true;
    const ids = this.#prepared.get(originalBytesOf({ fingerprint, originalBytes: null }));
    if (ids === undefined) return false;
    const name = path.normalize("NFC");
    return ids.some((id) => name === id || name.endsWith(`/${id}`)) ? true : null;
  }

  /** Whether a training video has this id. */
  hasName(id: string): boolean {
    return this.#sizes.has(id.normalize("NFC"));
  }
}
