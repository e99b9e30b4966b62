import { lastValueFrom, of } from "rxjs";
import {
  type Frame,
  FrameCache,
  frames as framesOf,
  joinFrames,
  slidingWindows,
  testWindows,
  type VideoProbe,
  type VideoWindow,
} from "../../datasets/mod.ts";
import { decodingGrid, mapNetworks, type PerNetwork, slowFast } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import type { Trained } from "../evaluation/read_trained.ts";
import { decodedWindow } from "../videos/decoded_window.ts";
import { showsChanges } from "../videos/shows_changes.ts";
import { ClipExplainer, type ExplainOptions } from "./clip_explainer.ts";
import type { ClipHeat } from "./clip_heat.ts";
import { type ExplainedNetwork, explainedNetworks } from "./explained_networks.ts";
import { type FrameHeat, frameHeat } from "./frame_heat.ts";
import { clipRates } from "../config/clip_rates.ts";

/** What a {@linkcode VideoExplainer} works with. */
export interface VideoExplainerOptions {
  /** Number of classes. */
  readonly classes: number;
  readonly ffmpegPath: string;
  /** Ends the work; it then rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

/** Which windows of a video are explained, and for which answers. */
export interface ExplainedWindows {
  /** Whether they are those of a test, spread over the whole video, which must be short. */
  readonly isWhole: boolean;
  /** Frames from one window's start to the next, if they are not. */
  readonly hop: number;
  /**
   * Returns the class whose answer is explained at a time, in seconds; null for the one that each
   * network itself holds most probable.
   */
  readonly labelAt: (seconds: number) => number | null;
}

/** A frame of a video's time grid, and what each network looks at in it. */
export interface ExplainedFrame {
  /** Position on the time grid. */
  readonly index: number;
  /** Size of the frame as it is decoded, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly heat: PerNetwork<FrameHeat>;
}

/** What the networks look at in the clips of a test. */
export interface ExplainedTest {
  /** Frames per second of the time grid. */
  readonly framesPerSecond: number;
  /** Frames of the video on the time grid. */
  readonly frameCount: number;
  readonly clips: readonly PerNetwork<ClipHeat>[];
  /** What is known of the video. */
  readonly probe: VideoProbe;
}

/** Bytes of the frames of a video up to which all of it is decoded at once, for parts of it. */
export const WHOLE_BYTES = 32 * 2 ** 20;

/** Finds out what the networks of a run look at in videos. */
export class VideoExplainer implements AsyncDisposable {
  /** How each network is explained, the primary one first. */
  readonly networks: readonly ExplainedNetwork[];
  readonly #config: Config;
  readonly #trained: Trained;
  readonly #options: VideoExplainerOptions;
  readonly #clips: ClipExplainer;

  /**
   * Compiles nothing before the first clip.
   *
   * @param trained Must outlive the explainer.
   */
  constructor(config: Config, trained: Trained, options: VideoExplainerOptions) {
    this.networks = explainedNetworks(trained.networks, config.clip.size);
    this.#config = config;
    this.#trained = trained;
    this.#options = options;
    this.#clips = new ClipExplainer(config, { ...trained, ...options });
  }

  /** Frames per second of the time grid. */
  get framesPerSecond(): number {
    return decodingGrid(clipRates(this.#config.clip)).framesPerSecond;
  }

  /**
   * Explains all frames of a video, which is decoded once. Memory does not grow with its length.
   *
   * @throws {DecodeError} If it cannot be decoded.
   * @throws {unknown} If the signal is aborted: its reason.
   */
  async *frames(path: string, options: ExplainedWindows): AsyncGenerator<ExplainedFrame> {
    const read: ReadFrames = { count: 0, width: 0, height: 0 };
    let clips: PerNetwork<ClipHeat>[] = [];
    let index = 0;
    for await (const window of this.#windows(path, options, read)) {
      // No later window shows what is before this one.
      for (; index < window.startFrame; index++) yield this.#frame(index, clips, read);
      clips = clips.filter((networks) => isNeeded(networks, index));
      const label = options.labelAt(middleOf(window));
      clips.push(await this.#explain(path, window, { label, frameCount: read.count }));
    }
    for (; index < read.count; index++) yield this.#frame(index, clips, read);
  }

  /**
   * Explains the clips of a video that a test looks at; of a long video, only these are decoded.
   *
   * @param label Index of the class whose answer is explained.
   * @throws {DecodeError} If it cannot be decoded.
   * @throws {unknown} If the signal is aborted: its reason.
   */
  async test(path: string, label: number): Promise<ExplainedTest> {
    const { clip, evaluate, data } = this.#config;
    const { ffmpegPath, signal } = this.#options;
    const { framesPerSecond, frameCount: windowFrames } = decodingGrid(clipRates(clip));
    const size = { shortSide: clip.decodeShortSide };
    const nextFrames = showsChanges(clip, "test");
    const silenceSec = data.silenceSeconds;
    const grid = { ffmpegPath, framesPerSecond, size, nextFrames, silenceSec };
    const cache = new FrameCache({ ...grid, budgetBytes: WHOLE_BYTES });
    const frameCount = await cache.gridFrames({ path }, signal);
    const clips: PerNetwork<ClipHeat>[] = [];
    for (const window of testWindows({ gridFrames: frameCount, windowFrames }, evaluate.clips)) {
      const loaded = await cache.loadWindow({ path }, window, signal);
      const { startFrame } = window;
      const startSec = startFrame / framesPerSecond;
      const found = { ...loaded, framesPerSecond, startFrame, startSec };
      clips.push(await this.#explain(path, found, { label, frameCount }));
    }
    return { framesPerSecond, frameCount, clips, probe: await cache.probe({ path }, signal) };
  }

  /** Resolves when the device is done with the networks, also after work was stopped. */
  async settled(): Promise<void> {
    await this.#clips.settled();
  }

  /** Waits until the device is done with the networks, and frees what was compiled. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#clips[Symbol.asyncDispose]();
  }

  #frame(
    index: number,
    clips: readonly PerNetwork<ClipHeat>[],
    { width, height }: ReadFrames,
  ): ExplainedFrame {
    const heat = mapNetworks(
      this.#trained.networks,
      (_, network) => frameHeat(clips.flatMap((clip) => clip[network] ?? []), index),
    );
    return { index, width, height, heat };
  }

  async #explain(
    path: string,
    window: VideoWindow,
    options: ExplainOptions,
  ): Promise<PerNetwork<ClipHeat>> {
    this.#options.signal.throwIfAborted();
    const { clip, seed } = this.#config;
    const planned = of(decodedWindow(path, window)).pipe(
      slowFast({ clips: clipRates(clip), seed, training: false }),
    );
    return await this.#clips.explain(await lastValueFrom(planned), options);
  }

  async *#windows(
    path: string,
    { isWhole, hop }: ExplainedWindows,
    read: ReadFrames,
  ): AsyncGenerator<VideoWindow> {
    const { clip, data, evaluate } = this.#config;
    const { ffmpegPath, signal } = this.#options;
    const { framesPerSecond, frameCount } = decodingGrid(clipRates(clip));
    const frames = countFrames(
      framesOf(path, {
        ffmpegPath,
        framesPerSecond,
        signal,
        size: { shortSide: clip.decodeShortSide },
        nextFrames: showsChanges(clip, "test"),
        silenceSec: data.silenceSeconds,
      }),
      read,
    );
    if (!isWhole) {
      yield* slidingWindows(frames, { frameCount, hop });
      return;
    }
    const all = await Array.fromAsync(frames);
    const lengths = { gridFrames: all.length, windowFrames: frameCount };
    for (const { startFrame } of testWindows(lengths, evaluate.clips)) {
      yield joinFrames(all.slice(startFrame, startFrame + frameCount), { frameCount });
    }
  }
}

/** Whether a network says something in a clip about a frame or later ones. */
function isNeeded(networks: PerNetwork<ClipHeat>, frame: number): boolean {
  return Object.values(networks).some(({ covered: [, last] }) => last >= frame);
}

/** What is known of the frames of a video so far. */
interface ReadFrames {
  count: number;
  width: number;
  height: number;
}

/** Passes frames on, and notes their number and size. */
async function* countFrames(
  frames: AsyncIterable<Frame>,
  read: ReadFrames,
): AsyncGenerator<Frame> {
  for await (const frame of frames) {
    read.count++;
    read.width = frame.width;
    read.height = frame.height;
    yield frame;
  }
}

function middleOf({ startSec, frameCount, framesPerSecond }: VideoWindow): number {
  return startSec + frameCount / framesPerSecond / 2;
}
