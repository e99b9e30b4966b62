import type { Config } from "../config/config.ts";
import type { KeptVideos, VideoPart } from "../run/kept_videos.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { LearnedVideos } from "./learned_videos.ts";
import { readParentVideos } from "./parent_videos.ts";

/**
 * Returns all videos that the weights of a run have learned from: in the run itself, and in the runs
 * whose weights it started from. Notifies the user of runs whose videos are not known.
 *
 * @param isMeant As of {@linkcode LearnedVideos}.
 */
export async function readLearnedVideos(
  config: Pick<Config, "weights">,
  kept: KeptVideos,
  { progress }: Pick<WorkOptions, "progress">,
  isMeant?: (part: VideoPart) => boolean,
): Promise<LearnedVideos> {
  const parents = await readParentVideos(config, (line) => progress.note(line));
  return new LearnedVideos([kept, ...parents.map(({ videos }) => videos)], isMeant);
}
