import type { Dimensions } from "./frame_dimensions.ts";

/**
 * Frames on demand. Each `read()` takes one frame out of ffmpeg's stdout; as long as nobody reads, ffmpeg
 * waits, so at most one pipe's worth of frames is ahead (64 KiB on Linux).
 *
 * Owns a process: `close()` (or `await using`) kills it and settles when it has ended. Reading to the end
 * closes too.
 */
export interface FrameSource extends AsyncDisposable, Dimensions {
  /** Returns the next frame, uint8 RGB `[height, width, 3]`, or null after the last. The caller owns it. */
  read(): Promise<Uint8Array | null>;
  /** What ffmpeg complained about while it still gave frames; complete once `read()` returned null. */
  readonly warnings: readonly string[];
  /** Kills ffmpeg and waits until it has ended. May be called again. */
  close(): Promise<void>;
}
