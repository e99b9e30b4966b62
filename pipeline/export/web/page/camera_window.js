import { joinFrames } from "../../../../datasets/frames/join_frames.ts";
import { FrameReader } from "./video_frames.js";

/** The newest images of a camera, on the time grid. */
export class CameraWindow {
  #frames = [];
  #reader;
  #sampling;
  #signal;
  #startedAt = performance.now();
  #read = 0;
  #waiting;

  /** Looks until the signal is aborted. */
  constructor(video, sampling, signal) {
    this.#reader = new FrameReader(video, sampling);
    this.#sampling = sampling;
    this.#signal = signal;
    const timer = setInterval(() => this.#look(), 1000 / sampling.framesPerSecond / 2);
    signal.addEventListener("abort", () => {
      clearInterval(timer);
      this.#waiting?.reject(signal.reason);
    });
  }

  /** Waits for an image that the call before has not seen, and returns the window that ends with it. */
  async next() {
    this.#signal.throwIfAborted();
    this.#waiting = Promise.withResolvers();
    await this.#waiting.promise;
    return joinFrames(this.#frames, { frameCount: this.#sampling.windowFrames });
  }

  /** Reads the image that is shown if it is time; it stands for times that were missed, too. */
  #look() {
    const { framesPerSecond, windowFrames } = this.#sampling;
    const due = (performance.now() - this.#startedAt) / 1000 * framesPerSecond;
    if (due < this.#read) return;
    const frame = this.#reader.read(this.#read);
    while (this.#read <= due) {
      this.#frames.push({ ...frame, index: this.#read });
      this.#read++;
    }
    this.#frames.splice(0, this.#frames.length - windowFrames);
    if (this.#frames.length === windowFrames) this.#waiting?.resolve();
  }
}
