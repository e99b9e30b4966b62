import type { KeptVideos, VideoContent, VideoPart } from "../run/kept_videos.ts";

/** A video that may be one that a run has learned from. */
export interface Candidate extends VideoContent {
  /** The video's identity in its data set. */
  readonly id: string;
}

/**
 * The training videos of a run, labeled and unlabeled, and those of its validation, by which the best
 * weights were chosen, by what identifies them wherever they are. A
 * video is one of them if it has the same content, whatever its name, or the same id and size; a
 * prepared copy counts with the size of its original.
 */
export class LearnedVideos {
  readonly #contents = new Set<string>();
  readonly #sizes = new Map<string, number>();

  /**
   * Starts with the training videos among those that a run keeps.
   *
   * @param isMeant Which parts of the run's videos count, if others than those it has learned from.
   */
  constructor(
    { videos }: KeptVideos,
    isMeant: (part: VideoPart) => boolean = (part) => part !== "test",
  ) {
    for (const video of videos) {
      if (!isMeant(video.part)) continue;
      const { id, fingerprint } = video;
      if (fingerprint !== null) this.#contents.add(fingerprint);
      this.#sizes.set(id.normalize("NFC"), sizeOf(video));
    }
  }

  /** Whether the run has learned from a video. */
  has(video: Candidate): boolean {
    const { id, fingerprint } = video;
    if (fingerprint === null) return false;
    return this.#contents.has(fingerprint) ||
      this.#sizes.get(id.normalize("NFC")) === sizeOf(video);
  }

  /** Whether a training video has this id. */
  hasName(id: string): boolean {
    return this.#sizes.has(id.normalize("NFC"));
  }
}

/** Bytes of a video's file, or of that which it was prepared from; 0 if it could not be read. */
function sizeOf({ fingerprint, originalBytes }: VideoContent): number {
  return originalBytes ?? Number(fingerprint?.split(" ")[0] ?? 0);
}
