import assert from "node:assert/strict";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { pairedDifference } from "../../../pipeline/numbers/paired_difference.ts";

/** Two methods that are equally good, tried with several seeds on the same videos. */
interface Trial {
  readonly seeds: number;
  readonly videos: number;
  /** Cuts of a source: they are more alike than others. */
  readonly cuts: number;
  /** Standard deviation of a method's accuracy between seeds, in points. */
  readonly deviation: number;
}

/** Draws the normal distribution. */
function normalDraws(seed: number): () => number {
  const random = xoroshiro128plus(seed);
  const uniform = () => uniformFloat64(random);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** What two methods answered: right in 69 % of all cases, each video with another probability. */
function answersOfBoth({ seeds, videos, cuts, deviation }: Trial, draw: () => number) {
  const sources = Math.ceil(videos / cuts);
  const names = Array.from({ length: videos }, (_, video) => {
    return `v_a_g${Math.floor(video / cuts)}_c${video % cuts}.avi`;
  });
  const ofSources = Array.from({ length: sources }, () => 0.63 * draw());
  const ofVideos = names.map((_, video) => ofSources[Math.floor(video / cuts)]! + 0.45 * draw());
  return [0, 1].map(() => {
    // What a method finds easy.
    const liked = ofSources.map(() => 0.32 * draw());
    return new Map(Array.from({ length: seeds }, (_, seed) => {
      // At 69 % a standard deviation of 1 (of what is added up) moves the accuracy by 33 points.
      const skill = 0.52 + deviation / 33 * draw();
      const answers = names.map((name, video) => {
        const known = skill + ofVideos[video]! + liked[Math.floor(video / cuts)]!;
        return [name, known + 0.63 * draw() > 0] as const;
      });
      return [seed, new Map(answers)] as const;
    }));
  });
}

/** Share of trials whose 95 % interval holds zero. */
function coverage(trial: Trial, trials: number): number {
  const draw = normalDraws(1);
  let holds = 0;
  for (let count = 0; count < trials; count++) {
    const [first, second] = answersOfBoth(trial, draw);
    const { low, high } = pairedDifference(first!, second!)!;
    if (low <= 0 && high >= 0) holds++;
  }
  return holds / trials;
}

const TRIALS = [
  [1, 60, 1, 0],
  [3, 60, 1, 0],
  [3, 60, 3, 2],
  [3, 60, 3, 7],
  [3, 320, 1, 5],
  [6, 60, 3, 5],
] as const;

Deno.test.each(TRIALS)(
  "pairedDifference() of equal methods holds zero in 19 of 20: $0 seeds, $1 videos, $2 cuts of a source, a deviation of $3",
  (seeds, videos, cuts, deviation) => {
    const share = coverage({ seeds, videos, cuts, deviation }, 250);
    // Where seeds do not differ, a few of them cannot show that.
    const most = seeds === 1 || deviation >= 5 ? 0.985 : 1;
    assert.ok(share >= 0.93 && share <= most, String(share));
  },
);
