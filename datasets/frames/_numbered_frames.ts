import type { Frame } from "./frame.ts";
import type { FrameSource } from "./open_frames.ts";
import type { OpenedVideo } from "./opened_video.ts";
import { renamed, type StoredBytes } from "./_store_bytes.ts";

/** What is known about a video besides its frames. */
export interface NumberedFramesOptions {
  /** Frames per second of the time grid. */
  readonly framesPerSecond: number;
  /**
   * Whether each frame comes with the one that follows it in the file.
   *
   * @default false
   */
  readonly nextFrames?: boolean | undefined;
  /** Length of the video in seconds; null for a stream. */
  readonly durationSec: number | null;
  /** The file that they are of if it is a stream's: disposed when the frames are closed. */
  readonly stored?: StoredBytes | undefined;
}

/** Frames with their positions and times. Owns their source. */
export class NumberedFrames implements OpenedVideo {
  readonly durationSec: number | null;
  readonly #source: FrameSource;
  readonly #options: NumberedFramesOptions;
  #framesRead = 0;

  constructor(source: FrameSource, options: NumberedFramesOptions) {
    this.durationSec = options.durationSec;
    this.#source = source;
    this.#options = options;
  }

  get width(): number {
    return this.#source.width;
  }

  get height(): number {
    return this.#source.height;
  }

  get warnings(): readonly string[] {
    const { stored } = this.#options;
    return this.#source.warnings.map((warning) =>
      stored === undefined ? warning : warning.replace(stored.path, () => stored.name)
    );
  }

  async read(): Promise<Frame | null> {
    const { framesPerSecond, nextFrames = false } = this.#options;
    const { width, height } = this;
    const images = await this.#readImages();
    if (images === null) return null;
    const frameBytes = width * height * 3;
    const pixels = images.subarray(0, frameBytes);
    const next = nextFrames ? { nextPixels: images.subarray(frameBytes) } : {};
    const index = this.#framesRead++;
    const timeSec = index / framesPerSecond;
    return { pixels, ...next, width, height, index, timeSec, framesPerSecond };
  }

  async #readImages(): Promise<Uint8Array | null> {
    try {
      return await this.#source.read();
    } catch (error) {
      const { stored } = this.#options;
      throw stored === undefined ? error : renamed(error, stored);
    }
  }

  async close(): Promise<void> {
    try {
      await this.#source.close();
    } finally {
      await this.#options.stored?.[Symbol.asyncDispose]();
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
