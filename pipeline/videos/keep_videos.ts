import type { VideoEntry } from "../../datasets/mod.ts";
import type { Config } from "../config/config.ts";
import type { KeptSource, VideoContent, VideoPart } from "../run/kept_videos.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { countStoredFlow } from "./count_stored_flow.ts";
import { isTrained } from "./is_trained.ts";
import { LearnedVideos } from "./learned_videos.ts";
import { listNames } from "./list_names.ts";
import { type ParentVideos, readParentVideos } from "./parent_videos.ts";
import { readContents } from "./read_contents.ts";
import type { VideoSet } from "./video_set.ts";

/** What {@linkcode keepVideos} works with. */
export interface KeepVideosOptions extends WorkOptions {
  /** The run's folder, held by this process. */
  readonly run: RunFolder;
}

/** A video with what the run uses it for. */
type UsedVideo = VideoEntry & VideoContent & { readonly part: VideoPart };

/**
 * Writes into a run's folder which videos it trains and is tested on, so that the run keeps them
 * however its data changes.
 *
 * @throws {DiskFullError} If the disk is full.
 */
export async function keepVideos(
  config: Config,
  videos: VideoSet,
  options: KeepVideosOptions,
): Promise<void> {
  const { run } = options;
  const { labeled, unlabeled, validation, test, classes, record } = videos;
  const parts: Record<VideoPart, VideoSet["labeled"]> = { labeled, unlabeled, validation, test };
  const entries = Object.entries(parts).flatMap(([part, members]) =>
    members.map((video) => ({ part: part as VideoPart, video }))
  );
  const { source } = config.data;
  const contents = await readContents(entries.map(({ video }) => video), { source, ...options });
  const described = entries.map(({ part, video }, index) => ({
    part,
    ...video,
    ...contents[index]!,
  }));
  noteLearned(described, options);
  // Runs whose videos are not known have been named when the videos were divided.
  const parents = await readParentVideos(config, () => {});
  noteLearnedBefore(described, parents, options);
  await run.writeSplit(record);
  await run.writeLabeled(labeled, classes);
  await run.writeVideos({
    data: keptSource(config),
    classes,
    storedFlows: await countStoredFlow(config, described, options),
    videos: entries.map(({ part, video: { id, label } }, index) => ({
      part,
      id,
      label,
      ...contents[index]!,
    })),
  });
}

/** Notifies the user of validation videos whose scores mean nothing. */
function noteLearned(videos: readonly UsedVideo[], { progress }: WorkOptions): void {
  const training = videos.filter(({ part }) => isTrained(part));
  const trained = new Set(training.map(({ fingerprint }) => fingerprint));
  const shared = videos.filter(({ part, fingerprint }) =>
    part === "validation" && fingerprint !== null && trained.has(fingerprint)
  );
  if (shared.length === 0) return;
  progress.note(
    `with the content of a training video: ${listNames(shared, "validation video")}: scored ` +
      "nevertheless, so the scores are too high",
  );
}

/** Notifies the user of validation videos that the weights know before the first step. */
function noteLearnedBefore(
  videos: readonly UsedVideo[],
  parents: readonly ParentVideos[],
  { progress }: WorkOptions,
): void {
  const learned = new LearnedVideos(parents.map((parent) => parent.videos), isTrained);
  const shared = videos.filter((video) => video.part === "validation" && learned.has(video));
  if (shared.length === 0) return;
  progress.note(
    `${parents.map(({ run }) => run).join(", ")} has learned from ` +
      `${listNames(shared, "validation video")}: scored nevertheless, so the scores are too high ` +
      "and the best weights may be chosen wrongly",
  );
}

/** Returns what a configuration says about which videos there are. */
export function keptSource({ data }: Config): KeptSource {
  const { source, testList = null, split = null, labelsPerClass = null, holdOutShare } = data;
  return { source, testList, split, labelsPerClass, holdOutShare };
}
