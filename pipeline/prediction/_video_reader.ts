import { bufferCount, concatAll, concatMap, lastValueFrom, type Observable } from "rxjs";
import { DecodeError, type OpenedVideo, openVideo, type VideoStream } from "../../datasets/mod.ts";
import { Credits, decode, paced, PendingWork, release } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import { ClipClassifier } from "../evaluation/clip_classifier.ts";
import { showsChanges } from "../videos/shows_changes.ts";
import { answerByWindows } from "./_answer_by_windows.ts";
import { answerWholes } from "./_answer_wholes.ts";
import { decodableBytes } from "./_decodable_bytes.ts";
import { fetchAddress } from "./_fetch_address.ts";
import type { Looking, VideoReaderOptions } from "./_looking.ts";
import { PredictionProgress } from "./_prediction_progress.ts";
import { readHead, type StartedVideo } from "./_started_video.ts";
import type { Prediction } from "./prediction.ts";
import type { VideoInput } from "./video_input.ts";

/** Videos that are opened, one on each core, or wait, while others are on the device. */
const VIDEOS_AHEAD = navigator.hardwareConcurrency + 1;

/** Looks at videos, each in one pass, and answers for them. Owns their decoders. */
export class VideoReader implements AsyncDisposable {
  readonly #looking: Looking;
  readonly #pendingWork = new PendingWork();
  readonly #opened = new Set<OpenedVideo>();

  /** Decodes and compiles nothing yet. */
  constructor(config: Config, options: VideoReaderOptions & { readonly videos: number }) {
    const pendingWork = this.#pendingWork;
    const { clips } = options.plan;
    this.#looking = {
      ...options,
      config,
      videosProgress: new PredictionProgress(options.progress, options.videos),
      wholes: new ClipClassifier(config, { ...options, clips, pendingWork }),
      windows: new ClipClassifier(config, { ...options, clips: 1, pendingWork }),
    };
  }

  /**
   * Answers for videos in their order.
   *
   * @throws {unknown} If the signal is aborted: its reason.
   */
  async readAll(inputs: readonly VideoInput[]): Promise<void> {
    const { config: { evaluate: { videosAtOnce } } } = this.#looking;
    // A video may be long, or live.
    const credits = new Credits(VIDEOS_AHEAD + videosAtOnce, { stalledAfterSec: Infinity });
    const answers = this.#startVideos(inputs, credits).pipe(
      bufferCount(videosAtOnce),
      concatMap((videos) => this.#answer(videos)),
      concatAll(),
      concatMap(async (prediction) => await this.#report(prediction)),
      release(credits),
    );
    await lastValueFrom(answers, { defaultValue: undefined });
  }

  /** Stops what still runs and waits until it has ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const opened of this.#opened) await opened.close();
    await this.#pendingWork.settled();
    this.#looking.wholes[Symbol.dispose]();
    this.#looking.windows[Symbol.dispose]();
  }

  /** Opens some videos ahead; a failure keeps its position among the answers. */
  #startVideos(
    inputs: readonly VideoInput[],
    credits: Credits,
  ): Observable<StartedVideo | Prediction> {
    return paced(inputs, credits).pipe(
      decode((input, stopped) => this.#tryStart(input, stopped), {
        credits,
        pendingWork: this.#pendingWork,
        concurrency: navigator.hardwareConcurrency,
      }),
    );
  }

  async #tryStart(input: VideoInput, stopped: AbortSignal): Promise<StartedVideo | Prediction> {
    try {
      return await this.#start(input, stopped);
    } catch (error) {
      // A decoder that was stopped says nothing about its video.
      this.#looking.signal.throwIfAborted();
      // One broken file is not a reason to leave the others unanswered.
      if (error instanceof DecodeError) return { input, problem: error.reason };
      throw error;
    }
  }

  async #start(input: VideoInput, stopped: AbortSignal): Promise<StartedVideo> {
    const { signal } = this.#looking;
    // The decoder outlives the start, after which it is closed, not stopped.
    const ending = new AbortController();
    const stop = () => ending.abort(stopped.reason);
    stopped.addEventListener("abort", stop);
    // There is no window yet that could still be looked at.
    const interrupt = () => ending.abort(signal.reason);
    signal.addEventListener("abort", interrupt);
    try {
      // Ctrl-C ends a live video, whose last window is then still looked at.
      const ends = input.isLive ? ending.signal : AbortSignal.any([ending.signal, signal]);
      return await this.#open(input, ends);
    } finally {
      stopped.removeEventListener("abort", stop);
      signal.removeEventListener("abort", interrupt);
    }
  }

  async #open(input: VideoInput, ends: AbortSignal): Promise<StartedVideo> {
    const { config, plan, ffmpegPath, isLearned } = this.#looking;
    const { framesPerSecond, wholeFrames } = plan;
    const size = { shortSide: config.clip.decodeShortSide };
    const silenceSec = config.data.silenceSeconds;
    const nextFrames = showsChanges(config.clip, "test");
    const grid = { ffmpegPath, framesPerSecond, size, nextFrames, silenceSec };
    const opened = await openVideo(videoOf(input), { ...grid, fetchAddress }, ends);
    this.#opened.add(opened);
    const trainedOn = await isLearned(input);
    if (input.isLive) return { input, opened, trainedOn, head: [], isWhole: false };
    const head = await readHead(opened, wholeFrames + 1);
    return { input, opened, trainedOn, head, isWhole: head.length <= wholeFrames };
  }

  async #answer(items: readonly (StartedVideo | Prediction)[]): Promise<Prediction[]> {
    const started = items.filter((item) => "opened" in item);
    const answers = await answerWholes(started.filter(({ isWhole }) => isWhole), this.#looking);
    const predictions: Prediction[] = [];
    for (const item of items) {
      predictions.push("opened" in item ? answers.get(item) ?? await this.#watch(item) : item);
    }
    for (const video of started) await this.#close(video);
    return predictions;
  }

  async #watch(video: StartedVideo): Promise<Prediction> {
    try {
      return await answerByWindows(video, this.#looking);
    } catch (error) {
      if (!video.input.isLive) this.#looking.signal.throwIfAborted();
      if (error instanceof DecodeError) return { input: video.input, problem: error.reason };
      throw error;
    }
  }

  async #close(video: StartedVideo): Promise<void> {
    const [warning] = video.opened.warnings;
    if (warning !== undefined) this.#looking.progress.note(`damaged: ${warning}`);
    await video.opened.close();
  }

  async #report(prediction: Prediction): Promise<Prediction> {
    await this.#looking.onPrediction(prediction);
    this.#looking.videosProgress.finishVideo();
    return prediction;
  }
}

/** What is opened of an input. */
function videoOf({ source }: VideoInput): string | VideoStream {
  if (source.kind === "file") return source.path;
  if (source.kind !== "bytes") return source;
  return { ...source, bytes: decodableBytes(source.name, source.bytes) };
}
