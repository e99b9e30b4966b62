/** What ffmpeg reports about a file's first video stream (cover pictures do not count). */
export interface VideoProbe {
  /**
   * Length of the pictures in seconds: from the first one to the end of the last one. The file's
   * sound may start earlier and last longer.
   */
  readonly durationSec: number;
  /** Length that the container claims, in seconds, or null if it claims none. */
  readonly claimedSec: number | null;
  /** Stored width in pixels, before rotation and pixel aspect. */
  readonly codedWidth: number;
  /** Stored height in pixels, before rotation and pixel aspect. */
  readonly codedHeight: number;
  /** Clockwise turn in degrees that shows the video upright: 0, 90, 180 or 270. */
  readonly rotation: number;
  /** Whether the image is shown as in a mirror, left and right exchanged after the turn. */
  readonly mirrored: boolean;
  /** Width of a stored pixel divided by its height, as the container says it. */
  readonly pixelAspect: number;
  /** Width as shown, in square pixels (may be fractional): after pixel aspect and rotation. */
  readonly displayWidth: number;
  /** Height as shown, in square pixels (may be fractional): after pixel aspect and rotation. */
  readonly displayHeight: number;
  /** Average frame rate as the container claims it; null if it does not, or claims above 1000. */
  readonly framesPerSecond: number | null;
  /** ffmpeg's name of the codec, for example "h264". */
  readonly codec: string;
  /** What ffmpeg complained about as it read the file, one line each; empty for a whole one. */
  readonly problems: readonly string[];
  /** How the pictures' time stamps are read, and where decoding can start. */
  readonly clock: VideoClock;
}

/** The time stamps of a video's pictures. */
export interface VideoClock {
  /** Length of a tick in seconds. */
  readonly tickSec: number;
  /** Longest step ahead from picture to picture, in seconds; a longer one is a break. */
  readonly maxStepSec: number;
  /**
   * Longest step ahead that is not a break, in seconds, if it is longer than ten: an image is shown
   * for that long, and repeated on a time grid.
   */
  readonly longestStepSec?: number | undefined;
  /** The first picture's time stamp in ticks. */
  readonly firstTick: number;
  /**
   * Pictures where decoding can start, in order, at least a quarter of a second apart. Empty if
   * the time stamps do not show where they are; the video is then decoded from its start.
   */
  readonly keyFrames: readonly KeyFrame[];
}

/** A picture where decoding can start. */
export interface KeyFrame {
  /** Its time stamp in ticks; the latest possible one where the container does not say it. */
  readonly tick: number;
  /** Where ffmpeg must seek to in order to find it, in seconds from the file's start. */
  readonly seekSec: number;
}
