import {
  bufferCount,
  catchError,
  concatMap,
  count,
  EMPTY,
  from,
  lastValueFrom,
  mergeMap,
  type Observable,
} from "rxjs";
import { DecodeError, type OpenedVideo, openVideo, type VideoStream } from "../../datasets/mod.ts";
import { decode, paced, PendingWork, release } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import { ClipClassifier } from "../evaluation/clip_classifier.ts";
import { creditsForVideos } from "../videos/credits_for_videos.ts";
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

/** Videos that are opened at the same time. */
const DECODERS = navigator.hardwareConcurrency;

/** Looks at videos, each in one pass, and answers for them. Owns their decoders. */
export class VideoReader implements AsyncDisposable {
  readonly #looking: Looking;
  readonly #pendingWork = new PendingWork();
  readonly #opened = new Set<OpenedVideo>();

  /** Decodes and compiles nothing yet. */
  constructor(config: Config, options: VideoReaderOptions) {
    const pendingWork = this.#pendingWork;
    const { clips } = options.plan;
    this.#looking = {
      ...options,
      config,
      videosProgress: new PredictionProgress(options.progress, options.inputs),
      wholes: new ClipClassifier(config, { ...options, clips, pendingWork }),
      windows: new ClipClassifier(config, { ...options, clips: 1, pendingWork }),
    };
  }

  /**
   * Answers for the videos, those of each lane in their order.
   *
   * @throws {unknown} If the signal is aborted before each video has its answer: its reason, after
   * the answers of live videos.
   */
  async readAll(): Promise<void> {
    const { inputs, signal } = this.#looking;
    const lanes = Map.groupBy(inputs, laneOf).values();
    const answers = from(lanes).pipe(
      mergeMap((lane) => this.#answerInTurn(lane)),
      concatMap(async (prediction) => await this.#report(prediction)),
      count(),
    );
    const answered = await lastValueFrom(answers);
    if (answered < inputs.length) signal.throwIfAborted();
  }

  /** Stops what still runs and waits until it has ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const opened of this.#opened) await opened.close();
    await this.#pendingWork.settled();
    this.#looking.wholes[Symbol.dispose]();
    this.#looking.windows[Symbol.dispose]();
  }

  /** Answers for the videos of a lane, some of which are opened ahead. */
  #answerInTurn(lane: readonly VideoInput[]): Observable<Prediction> {
    const { config: { evaluate }, signal } = this.#looking;
    // Who writes into a stream decides when it starts, and no other answer waits for that.
    const videosAtOnce = lane.every(isFile) ? evaluate.videosAtOnce : 1;
    const credits = creditsForVideos({ videosAtOnce, decoders: DECODERS });
    return paced(lane, credits).pipe(
      decode((input, stopped) => this.#tryStart(input, stopped), {
        credits,
        pendingWork: this.#pendingWork,
        concurrency: DECODERS,
      }),
      bufferCount(videosAtOnce),
      concatMap((items) => this.#answer(items)),
      release(credits),
      catchError((error) => {
        // Live videos of other lanes still get their answers.
        if (signal.aborted && error === signal.reason) return EMPTY;
        throw error;
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
    const { config, plan, ffmpegPath, isTrainedOn } = this.#looking;
    const { framesPerSecond, wholeFrames } = plan;
    const size = { shortSide: config.clip.decodeShortSide };
    const silenceSec = config.data.silenceSeconds;
    const nextFrames = showsChanges(config.clip, "test");
    const grid = { ffmpegPath, framesPerSecond, size, nextFrames, silenceSec };
    const opened = await openVideo(videoOf(input), { ...grid, fetchAddress }, ends);
    this.#opened.add(opened);
    const trainedOn = await isTrainedOn(input);
    // The first frame of a live video is there, and the next one may take its time.
    const head = await readHead(opened, input.isLive ? 1 : wholeFrames + 1);
    const isWhole = !input.isLive && head.length <= wholeFrames;
    return { input, opened, trainedOn, head, isWhole };
  }

  /** Answers for videos and passes failures on, each as soon as those before it are answered. */
  async *#answer(items: readonly (StartedVideo | Prediction)[]): AsyncGenerator<Prediction> {
    const wholes = items.flatMap((item) => "opened" in item && item.isWhole ? item : []);
    const answers = await answerWholes(wholes, this.#looking);
    for (const item of items) {
      if ("opened" in item) {
        yield answers.get(item) ?? await this.#watch(item);
        await this.#close(item);
      } else yield item;
    }
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
    this.#opened.delete(video.opened);
  }

  async #report(prediction: Prediction): Promise<Prediction> {
    await this.#looking.onPrediction(prediction);
    this.#looking.videosProgress.finishVideo();
    return prediction;
  }
}

/**
 * Which videos are answered in turn: files, and addresses that have an end. Each live video and
 * each pipe is looked at by itself, beside all others.
 */
function laneOf(input: VideoInput): unknown {
  const { source, isLive } = input;
  return isLive || source.kind === "bytes" ? input : source.kind;
}

function isFile({ source }: VideoInput): boolean {
  return source.kind === "file";
}

/** What is opened of an input. */
function videoOf({ source }: VideoInput): string | VideoStream {
  if (source.kind === "file") return source.path;
  if (source.kind !== "bytes") return source;
  return { ...source, bytes: decodableBytes(source.name, source.bytes) };
}
