import { binomialTail } from "../numbers/binomial_tail.ts";
import { effectiveVideos } from "../numbers/effective_videos.ts";
import { sum } from "../numbers/sum.ts";
import type { ResultScores, Scores } from "../run/results.ts";
import { countTestVideos } from "../terminal/count_test_videos.ts";
import { formatPercent } from "../terminal/format_percent.ts";
import { percent } from "../terminal/percent.ts";
import type { RecordedPrediction } from "./record_prediction.ts";
import { rightAnswers } from "./right_answers.ts";

/**
 * Scores count as better than chance if always giving the most frequent answer would be right as
 * often in fewer than one of twenty test sets of this size.
 */
const SIGNIFICANCE = 0.05;

/** How a classifier did beside chance. */
interface BesideChance {
  readonly name: string;
  readonly scores: Scores;
  /** Share of the most frequent class among the videos. */
  readonly chance: number;
  /** Number of independent videos that the test videos are worth. */
  readonly trials: number;
  readonly sources: number;
}

/**
 * Says which classifiers are not clearly better than chance, that is than always answering the most
 * frequent class of the test videos; undefined if all are, or nothing was scored. It is an exact
 * one-sided binomial test at the 5 % level, in which cuts of one source count as what they are worth
 * together.
 *
 * @param predictions What was answered for the same test videos.
 */
export function describeChance(
  results: ResultScores,
  predictions: readonly RecordedPrediction[],
): string | undefined {
  const unclear = Object.entries(results)
    .map(([name, scores]) => besideChance({ name, scores }, predictions))
    .filter((found) => !isClearlyBetter(found));
  const [first] = unclear;
  if (first === undefined) return undefined;
  const { chance, trials, sources } = first;
  const deviation = Math.sqrt(chance * (1 - chance) / trials);
  const names = unclear.map(({ name, scores }) => `${name} ${percent(scores.top1)} %`);
  const videos = countTestVideos(first.scores.videos, sources);
  return `Not clearly better than chance (${formatPercent(chance)}; ${videos}, ` +
    `± ${Math.round(100 * deviation)}): ${names.join(", ")}`;
}

function besideChance(
  { name, scores }: Pick<BesideChance, "name" | "scores">,
  predictions: readonly RecordedPrediction[],
): BesideChance {
  const { videos, confusion } = scores;
  const { count, sources } = effectiveVideos(rightAnswers(predictions, name));
  const chance = Math.max(0, ...confusion.map(sum)) / videos;
  return { name, scores, chance, trials: Math.round(count), sources };
}

function isClearlyBetter({ scores, chance, trials }: BesideChance): boolean {
  const right = Math.round(scores.top1 * trials);
  return binomialTail(right, { trials, probability: chance }) < SIGNIFICANCE;
}
