import type { ClipCounts, EdgeClips } from "../run/stream_state.ts";

type Edge = keyof EdgeClips;

const NO_CLIPS: EdgeClips = {
  queued: 0,
  decoding: 0,
  decoded: 0,
  batching: 0,
  ready: 0,
  onDevice: 0,
  training: 0,
};

/**
 * Counts the clips on each edge of the stream of a training, as they pass. Their sum is the number
 * of credits in flight, also when videos are replaced, and when the stream fails or is interrupted:
 * a clip counts until its credit is back. A gauge serves one subscription of the stream.
 */
export class ClipGauge {
  #clips: Record<Edge, number> = { ...NO_CLIPS };
  readonly #total = { taken: 0, decoded: 0, fromCache: 0, replaced: 0, trained: 0 };
  #gathered = 0;
  /** Aborted when the decoder drops all that it has. */
  #decoderAborted: AbortSignal | undefined;

  /** The clips on each edge now. */
  get clips(): EdgeClips {
    return { ...this.#clips };
  }

  /** The clips that have passed so far. */
  get total(): ClipCounts {
    return { ...this.#total };
  }

  /** The number of clips that have left the decoder, each in its turn. */
  get gathered(): number {
    return this.#gathered;
  }

  /** A video was taken from the order, with a credit. */
  take(): void {
    this.#total.taken++;
    this.#clips.queued++;
  }

  /**
   * A decoder starts.
   *
   * @param aborted Aborted when the stream's decoders are: their clips are dropped then.
   */
  startDecoding(aborted: AbortSignal): void {
    this.#move(1, "queued", "decoding");
    if (this.#decoderAborted === aborted) return;
    this.#decoderAborted = aborted;
    aborted.addEventListener("abort", () => this.#drop("queued", "decoding", "decoded"), {
      once: true,
    });
  }

  /** A decoder has ended with a clip; one whose clips are dropped is not counted. */
  finishDecoding({ fromCache }: { readonly fromCache: boolean }): void {
    if (this.#decoderAborted?.aborted) return;
    this.#total.decoded++;
    if (fromCache) this.#total.fromCache++;
    this.#move(1, "decoding", "decoded");
  }

  /** A decoder has failed, and another video takes the position. */
  replace(): void {
    this.#total.replaced++;
    this.#move(1, "decoding", "queued");
  }

  /** A clip whose turn it is leaves the decoder. */
  gather(): void {
    this.#gathered++;
    this.#move(1, "decoded", "batching");
  }

  /** The clips of a step are complete. */
  completeBatch(clips: number): void {
    this.#move(clips, "batching", "ready");
  }

  /** The clips of a step are on the device. */
  upload(clips: number): void {
    this.#move(clips, "ready", "onDevice");
  }

  /** A step starts. */
  startStep(clips: number): void {
    this.#move(clips, "onDevice", "training");
  }

  /** A step is over, and its credits are about to be given back. */
  finishStep(clips: number): void {
    this.#total.trained += clips;
    this.#clips.training -= clips;
  }

  /** The source has ended: clips that wait for the others of their step are dropped. */
  endSource(): void {
    this.#drop("queued", "decoding", "decoded", "batching");
  }

  /** The stream has ended: all clips that are left are dropped. */
  end(): void {
    this.#clips = { ...NO_CLIPS };
  }

  #move(clips: number, from: Edge, to: Edge): void {
    this.#clips[from] -= clips;
    this.#clips[to] += clips;
  }

  #drop(...edges: readonly Edge[]): void {
    for (const edge of edges) this.#clips[edge] = 0;
  }
}
