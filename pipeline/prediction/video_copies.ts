import { extname, resolve } from "node:path";
import { locateFfmpeg } from "../../datasets/mod.ts";
import type { Config } from "../config/config.ts";
import type { Trained } from "../evaluation/read_trained.ts";
import { explainedNetworks } from "../explanation/explained_networks.ts";
import { VideoExplainer } from "../explanation/video_explainer.ts";
import { formatDuration } from "../terminal/format_duration.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { ANNOTATED_CONTAINERS, type AnnotateOptions } from "./annotate_options.ts";
import { annotateVideo } from "./annotate_video.ts";
import { explainVideo } from "./explain_video.ts";
import { type LookingOptions, planLooking } from "./looking_plan.ts";
import { outputPlan } from "./output_plan.ts";
import type { Answer } from "./prediction.ts";
import type { VideoInput } from "./video_input.ts";

/** Which copies of videos are written. */
export interface CopyRequest extends LookingOptions {
  /** File or folder for copies with captions. */
  readonly annotate?: string | undefined;
  /** File or folder for copies that show what the networks look at, too. */
  readonly explain?: string | undefined;
}

/** The file of the copy of each video. */
type CopyFiles = ReadonlyMap<VideoInput, string>;

/** What {@linkcode VideoCopies} works with. */
interface VideoCopiesOptions extends WorkOptions, LookingOptions {
  readonly annotations: CopyFiles;
  readonly explanations: CopyFiles;
}

/** Writes copies of videos into which their answers are drawn. */
export class VideoCopies implements AsyncDisposable {
  readonly #config: Config;
  readonly #options: VideoCopiesOptions;
  /** Kept for all videos, as it compiles the networks; uses those of one call of `predict()`. */
  #explainer: VideoExplainer | undefined;

  private constructor(config: Config, options: VideoCopiesOptions) {
    this.#config = config;
    this.#options = options;
  }

  /**
   * Decides which files are written; their folders exist afterwards.
   *
   * @throws {TypeError} If a copy cannot be written where it should, or a video is a stream.
   */
  static async plan(
    config: Config,
    inputs: readonly VideoInput[],
    { annotate, explain, ...options }: CopyRequest & WorkOptions,
  ): Promise<VideoCopies> {
    const annotations = await planCopies(inputs, annotate);
    const explanations = await planCopies(inputs, explain);
    refuseShared(annotations, explanations);
    return new VideoCopies(config, { ...options, annotations, explanations });
  }

  /**
   * Requires that the networks can be explained, if a copy is to show what they look at.
   *
   * @throws {TypeError} If one of them cannot.
   */
  requireExplainable({ networks }: Trained): void {
    if (this.#options.explanations.size === 0) return;
    explainedNetworks(networks, this.#config.clip.size);
  }

  /**
   * Writes the copies of a video for which there is an answer.
   *
   * @param trained The same in each call.
   */
  async write(answer: Answer, trained: Trained): Promise<void> {
    const { annotations, explanations } = this.#options;
    const plan = planLooking(this.#config, this.#options);
    await this.#write(answer, annotations, (files) => annotateVideo(answer, files));
    await this.#write(answer, explanations, async (files) => {
      this.#explainer ??= new VideoExplainer(this.#config, trained, {
        ...files,
        classes: answer.classes.length,
      });
      await explainVideo(answer, { ...files, explainer: this.#explainer, plan });
    });
  }

  /** Frees what was compiled. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#explainer?.[Symbol.asyncDispose]();
  }

  async #write(
    { input, seconds }: Answer,
    files: CopyFiles,
    draw: (options: AnnotateOptions) => Promise<void>,
  ): Promise<void> {
    const output = files.get(input);
    const { source, name } = input;
    if (output === undefined || source.kind !== "file") return;
    const { progress, signal } = this.#options;
    const length = formatDuration(seconds);
    await draw({
      path: source.path,
      output,
      signal,
      ffmpegPath: (await locateFfmpeg()).path,
      silenceSec: this.#config.data.silenceSeconds,
      onProgress: (time) =>
        progress.show(`drawing into ${name} ${formatDuration(time)} of ${length}`),
    });
    progress.clear();
    progress.note(`Wrote ${output}`);
  }
}

/** Returns the files of the copies, none if no path is given. */
async function planCopies(
  inputs: readonly VideoInput[],
  path: string | undefined,
): Promise<CopyFiles> {
  if (path === undefined) return new Map();
  const stream = inputs.find(({ source }) => source.kind !== "file");
  if (stream !== undefined) {
    throw new TypeError(
      `Cannot draw into '${stream.name}' as it must be a file, which is read again: it is a stream`,
    );
  }
  const files = await outputPlan(inputs, {
    path,
    extension: ".mp4",
    content: "videos",
    holdsSeveral: false,
  });
  const unsuited = files.values().find((file) => !ANNOTATED_CONTAINERS.has(extname(file)));
  if (unsuited === undefined) return files;
  throw new TypeError(
    `Cannot write the video ${unsuited} as its name must end with one of ` +
      `${[...ANNOTATED_CONTAINERS.keys()].join(", ")}: it does not`,
  );
}

function refuseShared(annotations: CopyFiles, explanations: CopyFiles): void {
  const written = new Set(annotations.values().map((file) => resolve(file)));
  const shared = explanations.values().find((file) => written.has(resolve(file)));
  if (shared === undefined) return;
  throw new TypeError(
    `Cannot write ${shared} as --annotate and --explain must name different files: both name it`,
  );
}
