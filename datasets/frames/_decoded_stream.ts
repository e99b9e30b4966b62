import type { DecodingStart } from "./_decoding_starts.ts";
import { gridFilters, scaleFilter } from "./_grid_filters.ts";
import type { ClipWindow } from "./clip_window.ts";
import type { Dimensions } from "./frame_dimensions.ts";
import { diagnose, type FfmpegOutcome, messageLines } from "../ffmpeg/_diagnose.ts";
import { FfmpegRun, type FfmpegWork } from "../ffmpeg/_ffmpeg_run.ts";
import { fileInput } from "../ffmpeg/_file_input.ts";
import { orientationFilters, storedDimensions } from "../ffmpeg/_orientation.ts";
import { TIMELINE_ARGUMENTS, timelineFilter, unbrokenTimelineFilter } from "../ffmpeg/_timeline.ts";
import type { VideoProbe } from "../ffmpeg/video_probe.ts";
import { pluralize } from "../_words.ts";

/** Before this time from the end further images surely come. */
const LAST_PART_SEC = 1;

/** What to decode of a video, on which grid, and by which program. */
export interface DecodePlan extends ClipWindow, FfmpegWork {
  readonly path: string;
  readonly ffmpegPath: string;
  readonly framesPerSecond: number;
  /** Size of the frames. */
  readonly dimensions: Dimensions;
  readonly probe: VideoProbe;
}

/**
 * The frames of a plan, decoded from one start. All of them if the start is found; none if seeking
 * misses its key frame.
 *
 * Owns a process until it is read to its end or closed.
 */
export class DecodedStream implements AsyncDisposable, Dimensions {
  readonly width: number;
  readonly height: number;
  readonly #plan: DecodePlan;
  readonly #start: DecodingStart;
  readonly #run: FfmpegRun;
  #complaints: readonly string[] = [];
  #framesRead = 0;
  #finished = false;

  /**
   * Starts ffmpeg.
   *
   * @throws {unknown} If the plan's signal is aborted already: its reason.
   */
  constructor(plan: DecodePlan, start: DecodingStart) {
    this.width = plan.dimensions.width;
    this.height = plan.dimensions.height;
    this.#plan = plan;
    this.#start = start;
    const { path, ffmpegPath, silenceSec, signal } = plan;
    const args = decodeArguments(plan, start);
    this.#run = new FfmpegRun({ ffmpegPath, args, video: path, silenceSec, signal });
  }

  /** Lines that ffmpeg complained with; complete once `read()` returned null. */
  get complaints(): readonly string[] {
    return this.#complaints;
  }

  /** The complaints and what is wrong with the file; complete once `read()` returned null. */
  get warnings(): readonly string[] {
    return this.#finished ? warningsOf(this.#plan, this.#complaints) : [];
  }

  /**
   * Returns the next frame, uint8 RGB `[height, width, 3]`, or null after the last.
   *
   * @throws {DecodeError} If there is no frame from the file's start on, or ffmpeg is silent or
   * crashes, or gives more frames than it was asked for.
   * @throws {Error} If signals end ffmpeg again and again.
   * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
   */
  async read(): Promise<Uint8Array | null> {
    if (this.#finished) return null;
    const { frameCount } = this.#plan;
    const isComplete = this.#framesRead === frameCount;
    // All frames are here: a further byte is one too many.
    const wanted = isComplete ? 1 : this.width * this.height * 3;
    const bytes = await this.#run.fill(wanted);
    if (bytes.byteLength === wanted) {
      if (isComplete) {
        throw this.#run.error(`gave more than the ${frameCount} frames it was to give`);
      }
      this.#framesRead++;
      return bytes;
    }
    // Half a frame at the end means that ffmpeg gave up while writing it: it is dropped.
    if (this.#finished) return null;
    this.#finished = true;
    await this.#run.close();
    await this.#finish(this.#run.outcome);
    return null;
  }

  /** Kills ffmpeg and waits until it has ended. May be called again. */
  async close(): Promise<void> {
    this.#finished = true;
    await this.#run.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #finish(outcome: FfmpegOutcome): Promise<void> {
    const { path } = this.#plan;
    if (this.#framesRead === 0) {
      if (this.#start !== null) return;
      throw await diagnose(path, outcome);
    }
    const lines = messageLines(outcome.stderr, path);
    const { exitCode } = outcome;
    this.#complaints = lines.length === 0 && exitCode !== 0 ? [`exit status ${exitCode}`] : lines;
  }
}

/**
 * Returns what is wrong with the frames of a plan, or with their file, in one line with the path;
 * none if nothing is.
 *
 * @param complaints What ffmpeg complained about as it decoded them.
 */
export function warningsOf(plan: DecodePlan, complaints: readonly string[]): readonly string[] {
  const { path, probe } = plan;
  const lines = [...probe.problems, ...complaints];
  const last = lines.at(-1);
  if (last === undefined) return [];
  const others = lines.length - 1;
  const more = others > 0 ? ` (and ${pluralize(others, "more complaint")})` : "";
  return [`'${path}' decodes with errors: ${last}${more}`];
}

function decodeArguments(plan: DecodePlan, start: DecodingStart): string[] {
  const { path, framesPerSecond, frameCount, probe } = plan;
  // Scaled before they are turned: only the scaler accepts images of several sizes.
  const scale = scaleFilter(storedDimensions(plan.dimensions, probe), kernelOf(plan));
  const grid = [
    ...(needsLastImage(plan, start) ? lastingGridFilters(plan) : gridFilters(plan)),
    // Ends there by itself: ffmpeg 9 would first make all frames of the image that is shown then.
    `trim=end_frame=${frameCount}`,
  ];
  // Images that stay for long are scaled before they are repeated: ffmpeg 9 holds all repetitions,
  // which then are one image. Others are scaled afterwards, without those that the grid leaves out.
  const isRepeatedLong = probe.clock.longestStepSec !== undefined;
  const filters = [
    ...(start === null ? [timelineFilter(probe.clock)] : seekFilters(plan, start)),
    ...(isRepeatedLong ? [scale, ...grid] : [...grid, scale]),
    ...orientationFilters(probe),
    // Renumbered from 0, else the raw output would repeat the first frame up to the start time.
    "setpts=N",
  ];
  return [
    ...["-v", "error", "-threads", "1", ...TIMELINE_ARGUMENTS],
    // Not "accurate" seeking: that drops the image which began before the start and is still shown.
    ...(start === null ? [] : ["-noaccurate_seek", "-ss", start.seekSec.toFixed(6)]),
    ...["-an", "-sn", "-dn", ...fileInput(path)],
    // The first video stream that is not a cover picture.
    ...["-map", "0:V:0", "-filter_threads", "1", "-vf", filters.join(",")],
    ...["-r", String(framesPerSecond), "-frames:v", String(frameCount)],
    ...["-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"],
  ];
}

/** Whether decoding may end before the next image after the plan's last frame. */
function needsLastImage(plan: DecodePlan, start: DecodingStart): boolean {
  const { framesPerSecond, startFrame, frameCount, probe: { durationSec } } = plan;
  return start !== null ||
    (startFrame + frameCount) / framesPerSecond > durationSec - LAST_PART_SEC;
}

/** Lets images through only if the first of them is the key frame, or comes before it. */
function seekFilters(plan: DecodePlan, { tick }: NonNullable<DecodingStart>): string[] {
  const { framesPerSecond, startFrame, frameCount, probe: { clock } } = plan;
  const endSec = (startFrame + frameCount + 1) / framesPerSecond;
  const endTick = clock.firstTick + Math.ceil(endSec / clock.tickSec) + 1;
  return [
    `trim=end_pts=${endTick}`,
    `select='st(0,if(eq(n,0),lte(pts,${tick}),ld(0)))'`,
    unbrokenTimelineFilter(clock),
  ];
}

/** The last image stays until the last frame, however long the file says that it lasts. */
const KEEP_LAST_IMAGE = "tpad=stop=-1:stop_mode=clone";

/**
 * Puts images on the grid, where the last one stays. ffmpeg repeats it at the video's frame rate.
 * Where that is unknown, as of a single image that lasts no time, it would repeat it without end at
 * one time: it is then repeated on the grid, which begins a frame earlier to have it at least once.
 */
function lastingGridFilters(plan: DecodePlan): string[] {
  if (plan.probe.framesPerSecond !== null) return [KEEP_LAST_IMAGE, ...gridFilters(plan)];
  const startSec = -1 / plan.framesPerSecond;
  return [...gridFilters(plan, startSec), KEEP_LAST_IMAGE, "select='gte(n,1)'"];
}

/**
 * Images that keep their height get their colors, stored at half of it, by another kernel: for those
 * ffmpeg 9.0 does something else than older versions with the bilinear one.
 */
function kernelOf({ dimensions, probe }: DecodePlan): "bicubic" | "bilinear" {
  const { height } = storedDimensions(dimensions, probe);
  return height === probe.codedHeight ? "bicubic" : "bilinear";
}
