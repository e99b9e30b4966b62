import { drawsFor } from "../../operators/mod.ts";
import { weightedKMeans } from "./weighted_k_means.ts";

/** A video that may be suggested. */
export interface Candidate {
  /** What it counts, at least 0. */
  readonly score: number;
  /** Where it is among the others, as {@linkcode embedVideos} computes it. */
  readonly point: Float32Array;
}

/** Options of {@linkcode chooseSpread}. */
export interface ChooseSpreadOptions {
  /** Number of candidates to choose. */
  readonly count: number;
  /** Seed of the clusters. */
  readonly seed: number;
}

/**
 * Chooses candidates of high scores that differ from one another: divides all into as many
 * clusters as are wanted, in which a candidate counts by its score, and takes the one in the middle
 * of each (CLUE: Prabhu et al., 2021). So copies and cuts of one recording, which are in one
 * cluster, are chosen once, and a candidate that is like no other is not chosen for that alone.
 *
 * @returns Indexes of the chosen candidates, those of the highest scores first; fewer than `count`
 * only if there are fewer candidates.
 */
export function chooseSpread(
  candidates: readonly Candidate[],
  { count, seed }: ChooseSpreadOptions,
): number[] {
  const byScore = (a: number, b: number) => candidates[b]!.score - candidates[a]!.score || a - b;
  const points = candidates.map(({ point }) => point);
  const weights = candidates.map(({ score }) => score);
  const draws = drawsFor({ seed, phase: 0, epoch: 0, video: "", view: "suggestions" });
  const { members } = weightedKMeans(points, { weights, count, draws });
  const chosen = new Set(members.flatMap(([middle]) => middle ?? []));
  // Fewer clusters than wanted: the others are copies of those chosen.
  for (const candidate of [...candidates.keys()].sort(byScore)) {
    if (chosen.size >= count) break;
    chosen.add(candidate);
  }
  return [...chosen].sort(byScore);
}
