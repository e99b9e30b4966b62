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
   * Returns the next frame, uint8 RGB `[height, width, 3]`, or null after the last; with the frame
   * that follows it in the file `[2, height, width, 3]`, if the plan asks for it.
   *
   * @throws {DecodeError} If there is no frame from the file's start on, or none follows it, or
   * ffmpeg is silent or crashes, or gives more frames than it was asked for.
   * @throws {Error} If signals end ffmpeg again and again.
   * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
   */
  async read(): Promise<Uint8Array | null> {
    if (this.#finished) return null;
    const { frameCount, nextFrames } = this.#plan;
    const images = nextFrames === true ? 2 : 1;
    const isComplete = this.#framesRead === frameCount;
    // All frames are here: a further byte is one too many.
    const wanted = isComplete ? 1 : images * this.width * this.height * 3;
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
