/** What ffmpeg reports about a file's first video stream (cover pictures do not count). */
export interface VideoProbe {
  /** Length in seconds: the container's claim, or the decoded length if it makes none. */
  readonly durationSec: number;
  /** Stored width in pixels, before rotation and pixel aspect. */
  readonly codedWidth: number;
  /** Stored height in pixels, before rotation and pixel aspect. */
  readonly codedHeight: number;
  /** Clockwise turn in degrees that shows the video upright: 0, 90, 180 or 270. */
  readonly rotation: number;
  /** Width of a stored pixel divided by its height. */
  readonly pixelAspect: number;
  /** Width as shown, in square pixels (may be fractional): after pixel aspect and rotation. */
  readonly displayWidth: number;
  /** Height as shown, in square pixels (may be fractional): after pixel aspect and rotation. */
  readonly displayHeight: number;
  /** Average frame rate as the container claims it, or null if it does not. */
  readonly framesPerSecond: number | null;
  /** ffmpeg's name of the codec, for example "h264". */
  readonly codec: string;
}
