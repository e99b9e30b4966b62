/**
 * Frames of videos and cameras as a browser shows them, on the program's time grid.
 *
 * @module
 */

import { frameDimensions } from "../../../../datasets/frames/frame_dimensions.ts";
import { gridFrameCount } from "../../../../datasets/frames/grid_frame_count.ts";
import { scaleFrame } from "./scale_frame.ts";

/**
 * How much earlier than half a frame after its time a frame is looked for, in seconds: an image that
 * comes just then belongs to the next one.
 */
const JUST_BEFORE_SEC = 5e-6;

/** A time after the end of any video. */
const AFTER_THE_END_SEC = 1e7;

/** Reads images of a `video` element. */
export class FrameReader {
  #canvas = new OffscreenCanvas(1, 1);
  #context = this.#canvas.getContext("2d", { willReadFrequently: true });
  #video;
  #sampling;

  constructor(video, sampling) {
    this.#video = video;
    this.#sampling = sampling;
  }

  /** Returns the image that is shown, scaled, as the frame of a position on the grid. */
  read(index) {
    const { videoWidth: width, videoHeight: height } = this.#video;
    const { framesPerSecond, decodeShortSide: shortSide } = this.#sampling;
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    this.#context.drawImage(this.#video, 0, 0, width, height);
    const image = this.#context.getImageData(0, 0, width, height);
    const size = frameDimensions({ shortSide }, { displayWidth: width, displayHeight: height });
    const pixels = scaleFrame(image, size);
    return { ...size, pixels, index, timeSec: index / framesPerSecond, framesPerSecond };
  }
}

/**
 * Loads a video file into an element.
 *
 * @returns Number of its frames on the grid.
 * @throws {Error} If the browser cannot play it.
 */
export async function openVideoFile(video, file, { framesPerSecond }, signal) {
  video.srcObject = null;
  video.src = URL.createObjectURL(file);
  await eventOf(video, "loadeddata", signal);
  if (video.videoWidth === 0) throw new Error("it has sound only");
  if (video.duration === Infinity) {
    // Recordings of browsers do not say their length; it is known when their end was looked at.
    video.currentTime = AFTER_THE_END_SEC;
    await eventOf(video, "seeked", signal);
  }
  return gridFrameCount(video.duration, framesPerSecond);
}

/** Gives the frames of a loaded video, one after another. */
export async function* framesOfVideo(video, sampling, { count, signal }) {
  const reader = new FrameReader(video, sampling);
  for (let index = 0; index < count; index++) {
    const time = (index + 0.5) / sampling.framesPerSecond - JUST_BEFORE_SEC;
    const sought = eventOf(video, "seeked", signal);
    video.currentTime = Math.min(time, video.duration);
    await sought;
    yield reader.read(index);
  }
}

/** Asks for a camera and shows it in an element. */
export async function openCamera(video, signal) {
  if (navigator.mediaDevices === undefined) {
    throw new Error("browsers give cameras only to pages on https and on localhost");
  }
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: true });
  } catch (error) {
    throw new Error(CAMERA_PROBLEMS[error.name] ?? error.message);
  }
  signal.addEventListener("abort", () => {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  });
  video.removeAttribute("src");
  video.srcObject = stream;
  await video.play();
}

const CAMERA_PROBLEMS = {
  NotFoundError: "there is none",
  NotAllowedError: "the browser was not allowed to use it",
  NotReadableError: "another program uses it",
};

/** Waits for an event of a video. */
function eventOf(video, name, signal) {
  const { promise, resolve, reject } = Promise.withResolvers();
  const ended = new AbortController();
  const options = { signal: ended.signal };
  video.addEventListener(name, resolve, options);
  video.addEventListener("error", () => reject(new Error(problemOf(video.error))), options);
  signal.addEventListener("abort", () => reject(signal.reason), options);
  return promise.finally(() => ended.abort());
}

/** Says why a video cannot be played. */
function problemOf({ code, message }) {
  if (code === MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED) {
    return "this browser cannot play it: it is not a video, or its codec is one that the browser lacks. " +
      "MP4 with H.264 and WebM play in most browsers";
  }
  if (code === MediaError.MEDIA_ERR_DECODE) return `it is damaged (${message})`;
  return message;
}
