import { diagnose, type FfmpegOutcome, messageLines } from "../ffmpeg/_diagnose.ts";
import { FfmpegProcess } from "../ffmpeg/_ffmpeg_process.ts";
import { type Dimensions, frameDimensions, type FrameSize } from "./frame_dimensions.ts";
import { probeVideo, type VideoProbe } from "../ffmpeg/probe_video.ts";
import type { FrameSource } from "./frame_source.ts";

/**
 * How far before the start ffmpeg is sent. It picks the key frame by decoding order, so that with
 * B-frames the key frame may be shown up to a few frames after the time asked for. It is not sent into
 * the first second at all, where AVI files lose their way.
 */
const SEEK_MARGIN_SEC = 1;

/** Resolution of the clock in which pictures are put on the grid. */
const TICKS_PER_FRAME = 10_000;

/** What to decode, on which grid, and by whom. */
export interface FrameSourceOptions {
  /** The ffmpeg executable. */
  readonly ffmpegPath: string;
  /** Frames per second of the time grid; the video's own rate does not matter. */
  readonly framesPerSecond: number;
  /** Size of the frames. */
  readonly size: FrameSize;
  /**
   * First frame wanted, counted on the grid: grid frame k is the picture shown at k / framesPerSecond.
   * @default 0
   */
  readonly startFrame?: number;
  /**
   * At most this many frames.
   * @default Infinity
   */
  readonly frameCount?: number;
  /** What `probeVideo` said, where it is known: saves a start of ffmpeg. */
  readonly probe?: VideoProbe;
}

/**
 * Starts decoding a video's first video stream as a pull source.
 *
 * Grid frame k shows the last picture whose time, in units of the grid and rounded to the nearest
 * (halves up), is at most k: a 30 fps video on a 30 fps grid gives its own frames; 60 fps gives every second, 15 fps
 * each twice. Times count from the file's start. The picture is turned upright and its pixels are made
 * square before scaling (bilinear).
 *
 * The start is found by seeking to the key frame before it, and times stay absolute, so that frame k is
 * the same wherever decoding began.
 *
 * @throws {DecodeError} here if the file cannot be probed; from `read()` if no frame comes at all (with
 * a `startFrame` behind the end as well). The signal's reason after an abort, when ffmpeg is gone.
 */
export async function openFrames(
  path: string,
  options: FrameSourceOptions,
  signal?: AbortSignal,
): Promise<FrameSource> {
  checkOptions(options);
  const probe = options.probe ?? await probeVideo(path, options.ffmpegPath, signal);
  const dimensions = frameDimensions(options.size, probe);
  const process = new FfmpegProcess(
    options.ffmpegPath,
    decodeArguments(path, options, dimensions),
    signal,
  );
  return new ProcessFrames(path, dimensions, process);
}

class ProcessFrames implements FrameSource {
  readonly width: number;
  readonly height: number;
  readonly #path: string;
  readonly #process: FfmpegProcess;
  #warnings: readonly string[] = [];
  #framesRead = 0;
  #finished = false;

  constructor(path: string, dimensions: Dimensions, process: FfmpegProcess) {
    this.#path = path;
    this.width = dimensions.width;
    this.height = dimensions.height;
    this.#process = process;
  }

  get warnings(): readonly string[] {
    return this.#warnings;
  }

  async read(): Promise<Uint8Array | null> {
    if (this.#finished) return null;
    const frameBytes = this.width * this.height * 3;
    const frame = await this.#process.fill(frameBytes);
    if (frame.byteLength === frameBytes) {
      this.#framesRead++;
      return frame;
    }
    // Half a frame at the end is ffmpeg's death in the middle of a write: it is not shown.
    this.#finished = true;
    await this.#finish(await this.#process.end());
    return null;
  }

  async close(): Promise<void> {
    this.#finished = true;
    await this.#process.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #finish(outcome: FfmpegOutcome): Promise<void> {
    if (this.#framesRead === 0) throw await diagnose(this.#path, outcome);
    const lines = messageLines(outcome.stderrTail, this.#path);
    const last = lines.at(-1);
    if (last !== undefined) {
      const more = lines.length > 1 ? ` (and ${lines.length - 1} more complaints)` : "";
      this.#warnings = [`'${this.#path}' decodes with errors: ${last}${more}`];
    } else if (outcome.exitCode !== 0) {
      this.#warnings = [`'${this.#path}' decodes with exit status ${outcome.exitCode}`];
    }
  }
}

function decodeArguments(
  path: string,
  options: FrameSourceOptions,
  { width, height }: Dimensions,
): string[] {
  const { framesPerSecond, startFrame = 0, frameCount = Infinity } = options;
  const startSec = startFrame / framesPerSecond;
  const seekSec = startSec - SEEK_MARGIN_SEC;
  const filters = [
    // A clock in which a grid frame is a whole number of ticks. In the stream's own clock fps would
    // round the start, and a picture near the middle between two grid frames could change sides.
    `settb=expr=1/(${framesPerSecond}*${TICKS_PER_FRAME})`,
    `fps=fps=${framesPerSecond}:round=near:start_time=${startSec.toFixed(6)}`,
    `scale=w=${width}:h=${height}:flags=bilinear+accurate_rnd+full_chroma_int+bitexact`,
    // Renumbered from 0, else the raw output would repeat the first frame up to the start time.
    "setpts=N",
  ];
  return [
    ...["-nostdin", "-v", "error", "-threads", "1"],
    // Absolute times, for the same reason: shifting them to the seek point rounds as well.
    ...["-copyts", "-start_at_zero"],
    // Not "accurate" seeking: that drops the picture which began before the start and is still shown.
    ...(seekSec < SEEK_MARGIN_SEC ? [] : ["-noaccurate_seek", "-ss", seekSec.toFixed(6)]),
    ...["-an", "-sn", "-dn", "-i", `file:${path}`],
    // The first video stream that is no cover picture.
    ...["-map", "0:V:0", "-filter_threads", "1", "-vf", filters.join(",")],
    ...["-r", String(framesPerSecond)],
    ...(frameCount === Infinity ? [] : ["-frames:v", String(frameCount)]),
    ...["-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"],
  ];
}

function checkOptions({ framesPerSecond, startFrame = 0, frameCount = 1 }: FrameSourceOptions) {
  if (!(framesPerSecond > 0 && framesPerSecond <= 1000)) {
    throw new RangeError(
      "Cannot decode frames as 'framesPerSecond' must be a number above 0 and at most 1000: " +
        `current value is ${framesPerSecond}`,
    );
  }
  if (!Number.isInteger(startFrame) || startFrame < 0) {
    throw new RangeError(
      "Cannot decode frames as 'startFrame' must be a non-negative integer: " +
        `current value is ${startFrame}`,
    );
  }
  if (frameCount !== Infinity && (!Number.isInteger(frameCount) || frameCount < 1)) {
    throw new RangeError(
      `Cannot decode frames as 'frameCount' must be a positive integer: current value is ${frameCount}`,
    );
  }
}
