import { readPredictions } from "../evaluation/read_predictions.ts";
import { rightAnswers } from "../evaluation/right_answers.ts";
import { type PairedDifference, pairedDifference } from "../numbers/paired_difference.ts";
import type { KeptVideos, VideoContent } from "../run/kept_videos.ts";
import type { RunFolder } from "../run/run_folder.ts";
import { originalBytesOf } from "../videos/original_bytes_of.ts";

/** How much more often a run is right than the first of several. */
export interface ComparedAnswers {
  /** Who answered. */
  readonly who: string;
  /**
   * For each run its accuracy minus the first one's, over the videos that both were tested on;
   * undefined if there are none, and for the first.
   */
  readonly gains: readonly (PairedDifference | undefined)[];
}

/** Who may answer. */
const ANSWERERS = ["primary", "auxiliary", "both"];

/**
 * Compares runs with the first one, video by video. Videos are the same if they have one id, and are
 * not known to have another content.
 *
 * @throws {RunFolderError} If the predictions or the list of videos of a run are broken.
 */
export async function compareAnswers(runs: readonly RunFolder[]): Promise<ComparedAnswers[]> {
  const predictions = await Promise.all(runs.map(readPredictions));
  const [first, ...others] = await Promise.all(runs.map((run) => run.readVideos()));
  const foreign = [new Set(), ...others.map((videos) => namesakes(first, videos))];
  const answers = ANSWERERS.map((who) => ({
    who,
    byRun: predictions.map((lines, index) =>
      rightAnswers(lines.filter(({ video }) => !foreign[index]!.has(video)), who)
    ),
  }));
  return answers.flatMap(({ who, byRun }) => {
    const [first = new Map<string, boolean>()] = byRun;
    const gains = byRun.map((run, index) => {
      if (index === 0) return undefined;
      return pairedDifference(new Map([[0, run]]), new Map([[0, first]]));
    });
    return gains.every((gain) => gain === undefined) ? [] : [{ who, gains }];
  });
}

/** Returns the ids that two runs have for different videos. */
function namesakes(
  first: KeptVideos | undefined,
  second: KeptVideos | undefined,
): ReadonlySet<string> {
  const contents = new Map(first?.videos.map((video) => [video.id, video]));
  const different = (second?.videos ?? []).filter((video) => {
    const namesake = contents.get(video.id);
    return namesake !== undefined && !isSame(namesake, video);
  });
  return new Set(different.map(({ id }) => id));
}

/** Whether two files of one name have one content, or are of one original, as far as is known. */
function isSame(first: VideoContent, second: VideoContent): boolean {
  if (first.fingerprint === null || second.fingerprint === null) return true;
  if (first.fingerprint === second.fingerprint) return true;
  const isPrepared = first.originalBytes !== null || second.originalBytes !== null;
  return isPrepared && originalBytesOf(first) === originalBytesOf(second);
}
