import { Buffer } from "node:buffer";
import { DecodeError } from "../../datasets/mod.ts";
import { mapNetworks, type PerNetwork, type VideoSource } from "../../operators/mod.ts";
import type { Config } from "../config/config.ts";
import type { TrainingWorkers } from "../workers/training_workers.ts";
import { compileNetworks } from "./clip_classifier.ts";
import { type ClassifiedVideo, type ClassifyOptions, classifyVideos } from "./classify_videos.ts";

/** A video, what the networks say about it, and its thumbnail if one was asked for. */
export interface SeenVideo<Video> extends ClassifiedVideo<Video> {
  readonly thumbnail: Uint8Array<ArrayBuffer> | undefined;
}

/** What {@linkcode classifyTogether} works with. */
export interface ClassifyTogetherOptions<Video extends VideoSource>
  extends Omit<ClassifyOptions<Video>, "onClassified"> {
  readonly workers: TrainingWorkers;
  /** Returns the thumbnail of a video, of its clips; undefined if none is wanted. */
  readonly thumbnailOf: (
    ...classified: Parameters<ClassifyOptions<Video>["onClassified"]>
  ) => Uint8Array<ArrayBuffer> | undefined;
  /** Called for each video that can be read, in the order of the videos. */
  readonly onClassified: (seen: SeenVideo<Video>) => void;
}

/** Videos of each worker between two exchanges of what they say. */
const VIDEOS_AT_A_TIME = 32;

/**
 * Classifies videos as {@linkcode classifyVideos} does, each on one of several workers. All of them
 * get all answers, and report them in the same order.
 *
 * @throws {WorkerError} If a worker is lost or fails.
 * @throws {unknown} If the user wants to stop a worker: the signal's reason. If a callback throws: its
 * error.
 */
export async function classifyTogether<Video extends VideoSource>(
  config: Config,
  options: ClassifyTogetherOptions<Video>,
): Promise<void> {
  const { workers: { areSeveral, group }, videos, networks, thumbnailOf, onClassified } = options;
  if (!areSeveral) {
    return await classifyVideos(config, {
      ...options,
      onClassified: (...classified) =>
        onClassified({ ...classified[0], thumbnail: thumbnailOf(...classified) }),
    });
  }
  using owned = new DisposableStack();
  const compiled = options.compiled ?? owned.use(compileNetworks(config, networks));
  const { size, task } = group;
  for (let start = 0; start < videos.length; start += size * VIDEOS_AT_A_TIME) {
    const joint = videos.slice(start, start + size * VIDEOS_AT_A_TIME);
    const own = joint.filter((_, index) => index % size === task);
    const answers = await ownAnswers(config, { ...options, videos: own, compiled });
    const texts = await options.workers.exchange(JSON.stringify(answers), "answers");
    const all = texts.map((text): Answer[] => JSON.parse(text));
    joint.forEach((video, index) =>
      report(video, all[index % size]![Math.floor(index / size)]!, options)
    );
  }
}

/** What is said about a video, as JSON holds it: numbers as base64 of their bytes. */
type Answer =
  | { readonly broken: Pick<DecodeError, "reason" | "path" | "exitCode" | "stderr"> }
  | {
    readonly probabilities: PerNetwork<string>;
    readonly features: PerNetwork<string>;
    readonly thumbnail: string | undefined;
  };

/** Returns the answers of this worker, in the order of its videos. */
async function ownAnswers<Video extends VideoSource>(
  config: Config,
  options: ClassifyTogetherOptions<Video>,
): Promise<Answer[]> {
  const answers = new Map<Video, Answer>();
  await classifyVideos(config, {
    ...options,
    onBroken(video, error) {
      if (!(error instanceof DecodeError)) throw error;
      const { reason, path, exitCode, stderr } = error;
      answers.set(video, { broken: { reason, path, exitCode, stderr } });
    },
    onClassified(classified, clips) {
      const { video, probabilities, features } = classified;
      const thumbnail = options.thumbnailOf(classified, clips);
      answers.set(video, {
        probabilities: mapNetworks(probabilities, toText),
        features: mapNetworks(features, toText),
        thumbnail: thumbnail && toText(thumbnail),
      });
    },
  });
  return options.videos.map((video) => answers.get(video)!);
}

function report<Video extends VideoSource>(
  video: Video,
  answer: Answer,
  { onBroken, onClassified }: ClassifyTogetherOptions<Video>,
): void {
  if ("broken" in answer) {
    const { reason, ...details } = answer.broken;
    return onBroken(video, new DecodeError(reason, details));
  }
  const { probabilities, features, thumbnail } = answer;
  onClassified({
    video,
    probabilities: mapNetworks(probabilities, toNumbers),
    features: mapNetworks(features, toNumbers),
    thumbnail: thumbnail === undefined ? undefined : toBytes(thumbnail),
  });
}

function toText({ buffer, byteOffset, byteLength }: Float32Array | Uint8Array): string {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength).toString("base64");
}

function toBytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(text, "base64"));
}

function toNumbers(text: string): Float32Array {
  return new Float32Array(toBytes(text).buffer);
}
