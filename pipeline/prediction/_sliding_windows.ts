/** Frames that are read one after the other. */
export interface FrameReader {
  /** Returns the next frame, or null after the last. */
  read(): Promise<Uint8Array | null>;
}

/** Which windows to cut, in frames. */
export interface WindowPlan {
  /** Frames of a window. */
  readonly frameCount: number;
  /** Distance from one window's start to the next. */
  readonly step: number;
}

/** A part of a video. */
export interface CutWindow {
  /** Position of its first frame in the video. */
  readonly startFrame: number;
  /** Its frames, one behind the other. */
  readonly frames: Uint8Array;
}

/**
 * Windows of a video from its start to its end, cut out of one pass over its frames. The last one
 * ends with the video, wherever that is on the way to the next step. A video that is shorter than a
 * window gives one, in which the last frame repeats.
 *
 * Keeps the frames of one window. Does not own the reader.
 */
export class SlidingWindows implements AsyncIterable<CutWindow> {
  readonly #reader: FrameReader;
  readonly #plan: WindowPlan;
  #framesRead = 0;

  /** Reads nothing yet. */
  constructor(reader: FrameReader, plan: WindowPlan) {
    this.#reader = reader;
    this.#plan = plan;
  }

  /** Frames read so far; after the end, those of the video. */
  get framesRead(): number {
    return this.#framesRead;
  }

  /** Reads the frames; can be done once. */
  async *[Symbol.asyncIterator](): AsyncGenerator<CutWindow> {
    const { frameCount, step } = this.#plan;
    const kept: Uint8Array[] = [];
    let nextStart = 0;
    let lastStart = -1;
    for (let frame = await this.#reader.read(); frame !== null; frame = await this.#reader.read()) {
      this.#framesRead++;
      kept.push(frame);
      if (kept.length > frameCount) kept.shift();
      const startFrame = this.#framesRead - frameCount;
      if (startFrame !== nextStart) continue;
      yield { startFrame, frames: joinFrames(kept, frameCount) };
      lastStart = startFrame;
      nextStart += step;
    }
    const startFrame = Math.max(0, this.#framesRead - frameCount);
    if (kept.length > 0 && startFrame > lastStart) {
      yield { startFrame, frames: joinFrames(kept, frameCount) };
    }
  }
}

/** Copies frames into a window of `frameCount`; the last one repeats until it is full. */
export function joinFrames(frames: readonly Uint8Array[], frameCount: number): Uint8Array {
  const frameBytes = frames[0]?.byteLength ?? 0;
  const window = new Uint8Array(frameCount * frameBytes);
  for (let index = 0; index < frameCount; index++) {
    const frame = frames[Math.min(index, frames.length - 1)];
    if (frame !== undefined) window.set(frame, index * frameBytes);
  }
  return window;
}
