import { binomialTail } from "../numbers/binomial_tail.ts";
import { sum } from "../numbers/sum.ts";
import type { ResultScores, Scores } from "../run/results.ts";
import { formatPercent } from "../terminal/format_percent.ts";
import { percent } from "../terminal/percent.ts";

/**
 * Scores count as better than chance if always giving the most frequent answer would be right as
 * often in fewer than one of twenty test sets of this size.
 */
const SIGNIFICANCE = 0.05;

/**
 * Says which classifiers are not clearly better than chance, that is than always answering the most
 * frequent class of the test videos; undefined if all are, or nothing was scored. It is an exact
 * one-sided binomial test at the 5 % level.
 */
export function describeChance(results: ResultScores): string | undefined {
  const unclear = Object.entries(results).filter(([, scores]) => !isClearlyBetter(scores));
  const [first] = unclear;
  if (first === undefined) return undefined;
  const [, { videos }] = first;
  const chance = chanceOf(first[1]);
  const deviation = Math.sqrt(chance * (1 - chance) / videos);
  const names = unclear.map(([name, { top1 }]) => `${name} ${percent(top1)} %`);
  return `Not clearly better than chance (${formatPercent(chance)}; ${videos} test videos, ` +
    `± ${Math.round(100 * deviation)}): ${names.join(", ")}`;
}

/** The share of the most frequent class among the videos. */
function chanceOf({ confusion, videos }: Scores): number {
  const totals = confusion.map(sum);
  return Math.max(0, ...totals) / videos;
}

function isClearlyBetter(scores: Scores): boolean {
  const { videos, top1 } = scores;
  const right = Math.round(top1 * videos);
  return binomialTail(right, { trials: videos, probability: chanceOf(scores) }) < SIGNIFICANCE;
}
