import type { Frame } from "./frame.ts";
import type { Dimensions } from "./frame_dimensions.ts";

/** A video that is being decoded from its start: a pull source. Owns its ffmpeg. */
export interface OpenedVideo extends AsyncDisposable, Dimensions {
  /** Its length in seconds; null for a stream. */
  readonly durationSec: number | null;
  /**
   * What ffmpeg complained about while it still gave frames; complete once `read()` returned null.
   */
  readonly warnings: readonly string[];
  /**
   * Returns the next frame, or null after the last. As long as nobody reads, ffmpeg waits.
   *
   * @throws {DecodeError} If there is none to begin with, or images change their size.
   */
  read(): Promise<Frame | null>;
  /** Kills ffmpeg, and removes what was stored for it. May be called again. */
  close(): Promise<void>;
}
