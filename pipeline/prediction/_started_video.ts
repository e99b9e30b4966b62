import { type Frame, gridFrameCount, type OpenedVideo } from "../../datasets/mod.ts";
import type { VideoInput } from "./video_input.ts";

/** A video whose first frames were read. */
export interface StartedVideo {
  readonly input: VideoInput;
  readonly opened: OpenedVideo;
  /** Whether the run was trained on it; null if that is not known. */
  readonly trainedOn: boolean | null;
  /** The first frames; all of them if it is looked at as a whole. */
  readonly head: readonly Frame[];
  /** Whether it is looked at as a whole. */
  readonly isWhole: boolean;
}

/** Reads the first frames of a video, fewer if it ends before. */
export async function readHead(video: OpenedVideo, count: number): Promise<Frame[]> {
  const head: Frame[] = [];
  while (head.length < count) {
    const frame = await video.read();
    if (frame === null) break;
    head.push(frame);
  }
  return head;
}

/**
 * Returns where a video ends, in frames of the grid: with its length if that is known and all of it
 * came, which need not be a whole number of them; else with the last frame that came.
 */
export function endOf(
  { durationSec }: Pick<OpenedVideo, "durationSec">,
  { framesRead, framesPerSecond }: {
    readonly framesRead: number;
    readonly framesPerSecond: number;
  },
): number {
  if (durationSec === null) return framesRead;
  const isWhole = framesRead === gridFrameCount(durationSec, framesPerSecond);
  return isWhole ? durationSec * framesPerSecond : framesRead;
}

/** All frames of a video, the first ones included; can be read once. */
export class StartedFrames implements AsyncIterable<Frame> {
  readonly #video: StartedVideo;
  readonly #end: AbortSignal | undefined;
  #framesRead = 0;

  /**
   * Reads nothing yet.
   *
   * @param end Aborted when the user ends a live video.
   */
  constructor(video: StartedVideo, end?: AbortSignal) {
    this.#video = video;
    this.#end = end;
  }

  /** Frames read so far; after the end, those of the video. */
  get framesRead(): number {
    return this.#framesRead;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Frame> {
    for (const frame of this.#video.head) {
      this.#framesRead++;
      yield frame;
    }
    for (let frame = await this.#read(); frame !== null; frame = await this.#read()) {
      this.#framesRead++;
      yield frame;
    }
  }

  /** Returns the next frame, or null after the last and when the user ends the video. */
  #read(): Promise<Frame | null> {
    const end = this.#end;
    const { opened } = this.#video;
    if (end === undefined) return opened.read();
    if (end.aborted) return Promise.resolve(null);
    const { promise, resolve, reject } = Promise.withResolvers<Frame | null>();
    const stop = () => resolve(null);
    end.addEventListener("abort", stop);
    // Ctrl-C stops ffmpeg as well, and what it says after that is no reason.
    opened.read().then(resolve, reject);
    return promise.finally(() => end.removeEventListener("abort", stop));
  }
}
