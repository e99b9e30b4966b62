import { spawn } from "node:child_process";
import { once } from "node:events";

/** Raw frames to encode, and where to. */
export interface EncodeVideoOptions {
  /** RGB bytes, `[frames, height, width, 3]`. */
  readonly frames: Uint8Array;
  /** Width in pixels. */
  readonly width: number;
  /** Height in pixels. */
  readonly height: number;
  /** Frames per second of the file. */
  readonly framesPerSecond: number;
  /** The file to write; its folder exists. An existing file is replaced. */
  readonly path: string;
  /** The ffmpeg program to run. */
  readonly ffmpegPath: string;
  /** Ends ffmpeg and rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Writes frames as an H.264 file whose decoded pixels are the very bytes given: x264 stores RGB
 * itself without loss, so neither the encoder's version nor a color conversion changes them.
 *
 * @throws {Error} if ffmpeg cannot be started or fails; the message ends with what it printed.
 */
export async function encodeVideo(options: EncodeVideoOptions): Promise<void> {
  const { frames, width, height, framesPerSecond, path, ffmpegPath, signal } = options;
  signal?.throwIfAborted();
  const ffmpeg = spawn(ffmpegPath, [
    ...["-hide_banner", "-loglevel", "error", "-nostats", "-y"],
    ...["-f", "rawvideo", "-pix_fmt", "rgb24", "-video_size", `${width}x${height}`],
    ...["-framerate", String(framesPerSecond), "-i", "pipe:0"],
    ...["-c:v", "libx264rgb", "-qp", "0", "-preset", "veryfast", "-threads", "1"],
    ...["-color_range", "pc"],
    ...["-fflags", "+bitexact", "-flags:v", "+bitexact", "-f", "mp4", path],
  ], {
    stdio: ["pipe", "ignore", "pipe"],
    // In a process group of its own: a terminal sends Ctrl-C to all of a group, but what it means for
    // this file is for the signal to say. When this process dies, ffmpeg ends with its input.
    detached: true,
  });
  const stop = () => ffmpeg.kill("SIGKILL");
  signal?.addEventListener("abort", stop, { once: true });
  let printed = "";
  ffmpeg.stderr.on("data", (part: Uint8Array) => printed += new TextDecoder().decode(part));
  // ffmpeg closes its input early when it fails; its exit status tells why, the broken pipe does not.
  ffmpeg.stdin.on("error", () => {});
  ffmpeg.stdin.end(frames);
  try {
    const [exitCode] = await once(ffmpeg, "close") as [number | null];
    signal?.throwIfAborted();
    if (exitCode !== 0) throw new Error(`ffmpeg ended with status ${exitCode}: ${printed.trim()}`);
  } catch (error) {
    signal?.throwIfAborted();
    throw new Error(
      `Cannot write ${path} as ffmpeg (${ffmpegPath}) with the encoder libx264rgb failed: ${
        error instanceof Error ? error.message : error
      }`,
      { cause: error },
    );
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}
