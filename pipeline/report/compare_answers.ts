import { type Difference, pairedDifference } from "../comparison/paired_difference.ts";
import { readPredictions } from "../evaluation/read_predictions.ts";
import type { RunFolder } from "../run/run_folder.ts";

/** How much more often a run is right than the first of several. */
export interface ComparedAnswers {
  /** Who answered. */
  readonly who: string;
  /**
   * For each run its accuracy minus the first one's, over the videos that both were tested on;
   * undefined if there are none, and for the first.
   */
  readonly gains: readonly (Difference | undefined)[];
}

/** Who may answer. */
const ANSWERERS = ["primary", "auxiliary", "both"];

/**
 * Compares runs with the first one, video by video.
 *
 * @throws {RunFolderError} If the predictions of a run are broken.
 */
export async function compareAnswers(runs: readonly RunFolder[]): Promise<ComparedAnswers[]> {
  const predictions = await Promise.all(runs.map(readPredictions));
  const answers = ANSWERERS.map((who) => ({
    who,
    byRun: predictions.map((lines) =>
      new Map(lines.flatMap(({ video, label, answers }) => {
        const [best] = answers[who] ?? [];
        return best === undefined ? [] : [[video, best.class === label]];
      }))
    ),
  }));
  return answers.flatMap(({ who, byRun }) => {
    const [first = new Map<string, boolean>()] = byRun;
    const gains = byRun.map((run, index) => {
      const hasCommon = [...run.keys()].some((video) => first.has(video));
      if (index === 0 || !hasCommon) return undefined;
      return pairedDifference(new Map([[0, run]]), new Map([[0, first]]));
    });
    return gains.every((gain) => gain === undefined) ? [] : [{ who, gains }];
  });
}
