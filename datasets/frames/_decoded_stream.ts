import { decodeArguments } from "./_decode_arguments.ts";
import type { DecodePlan } from "./_decode_plan.ts";
import type { DecodingStart } from "./_decoding_starts.ts";
import type { Dimensions } from "./frame_dimensions.ts";
import { requireSecondImage } from "./_require_second_image.ts";
import { diagnose, type FfmpegOutcome, messageLines } from "../ffmpeg/_diagnose.ts";
import { FfmpegRun } from "../ffmpeg/_ffmpeg_run.ts";
import { pluralize } from "../_words.ts";

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
  readonly #frameBytes: number;
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
    this.#frameBytes = (plan.nextFrames === true ? 2 : 1) * this.width * this.height * 3;
    const { path, ffmpegPath, silenceSec, signal, onStart } = plan;
    const args = decodeArguments(plan, start);
    this.#run = new FfmpegRun({ ffmpegPath, args, video: path, silenceSec, signal, onStart });
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
   * Returns the next frame, uint8 RGB `[height, width, 3]`, or null after the last; with the frame
   * that follows it in the file `[2, height, width, 3]`, if the plan asks for it.
   *
   * @throws {DecodeError} If there is no frame from the file's start on, or none follows it, or
   * ffmpeg is silent or crashes, or gives more frames than it was asked for.
   * @throws {Error} If signals end ffmpeg again and again.
   * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
   */
  async read(): Promise<Uint8Array | null> {
    if (this.#framesRead === this.#plan.frameCount) {
      await this.#readEnd();
      return null;
    }
    const frame = await this.#readFrames(1);
    return frame.byteLength === 0 ? null : frame;
  }

  /**
   * Returns all frames that are left, one behind the other, as `read()` returns each. Where they are
   * kept together, that spares a copy, and most of the work of reading.
   *
   * @throws {unknown} As `read()`.
   */
  async readAll(): Promise<Uint8Array> {
    const frames = await this.#readFrames(this.#plan.frameCount - this.#framesRead);
    await this.#readEnd();
    return frames;
  }

  /** Reads as many frames, or what there is up to the end. */
  async #readFrames(count: number): Promise<Uint8Array> {
    if (this.#finished) return new Uint8Array(0);
    const wanted = count * this.#frameBytes;
    const bytes = await this.#run.fill(wanted, this.#frameBytes);
    // Half a frame at the end means that ffmpeg gave up while writing it: it is dropped.
    const whole = Math.floor(bytes.byteLength / this.#frameBytes);
    this.#framesRead += whole;
    if (bytes.byteLength === wanted) return bytes;
    await this.#end();
    return bytes.slice(0, whole * this.#frameBytes);
  }

  /** Reads to the end, where no more frame may be. */
  async #readEnd(): Promise<void> {
    if (this.#finished) return;
    const more = await this.#run.fill(1);
    if (more.byteLength > 0) {
      throw this.#run.error(`gave more than the ${this.#plan.frameCount} frames it was to give`);
    }
    await this.#end();
  }

  /** Kills ffmpeg and waits until it has ended. May be called again. */
  async close(): Promise<void> {
    this.#finished = true;
    await this.#run.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Closes ffmpeg, which has ended, unless that was done before. */
  async #end(): Promise<void> {
    if (this.#finished) return;
    this.#finished = true;
    await this.#run.close();
    await this.#finish(this.#run.outcome);
  }

  async #finish(outcome: FfmpegOutcome): Promise<void> {
    const { path, nextFrames = false } = this.#plan;
    if (this.#framesRead === 0) {
      if (this.#start !== null) return;
      throw await diagnose(path, outcome);
    }
    const lines = messageLines(outcome.stderr, path);
    const { exitCode } = outcome;
    this.#complaints = lines.length === 0 && exitCode !== 0 ? [`exit status ${exitCode}`] : lines;
    const isFromStart = this.#start === null;
    if (nextFrames && isFromStart) requireSecondImage(path, outcome, this.#complaints);
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
