import assert from "node:assert/strict";
import { meanInterval } from "../../../pipeline/numbers/mean_interval.ts";

/** Wide enough for all values here. */
const ANY = { low: -1000, high: 1000 };

const SHARE = { low: 0, high: 1 };

/** Values of some seeds for videos of these names; undefined where there is none. */
function valuesOf(
  names: readonly string[],
  ...seeds: readonly (readonly (number | undefined)[])[]
) {
  return new Map(seeds.map((values, seed) => {
    const known = names.flatMap((name, video): [string, number][] => {
      const value = values[video];
      return value === undefined ? [] : [[name, value]];
    });
    return [seed, new Map(known)];
  }));
}

const SINGLE = ["a", "b", "c", "d", "e"];

/**
 * Two cuts of one source, three of another and two single videos. Of other seeds, a video may be
 * missing.
 */
const CUTS = ["v_g1_c1", "v_g1_c2", "v_g2_c1", "v_g2_c2", "v_g2_c3", "c", "d"];

// Expected: mean squares of an analysis of variance with two factors, and scipy's t distribution.
const CASES = [
  ["one seed", SINGLE, [[1, 4, 2, 6, 8]], 4.2, 3.555585],
  [
    "seeds and videos that both differ",
    SINGLE,
    [[1, 4, 2, 6, 8], [3, 5, 4, 9, 9], [2, 6, 3, 7, 6]],
    5,
    3.819442,
  ],
  [
    "videos that do not differ beyond the noise",
    SINGLE,
    [[1, 4, 2, 6, 8], [9, 2, 7, 3, 6], [4, 8, 9, 5, 2]],
    5.066667,
    1.880959,
  ],
  [
    "seeds of equal means",
    SINGLE,
    [[1, 4, 2, 6, 8], [2, 3, 3, 5, 8], [1, 5, 2, 7, 6]],
    4.2,
    3.091718,
  ],
  ["cuts of two sources", CUTS.slice(1, 4), [[0, 3, 4]], 7 / 3, 19.765207],
  [
    "cuts of sources, one of them without a value",
    CUTS,
    [[1, 4, 2, 6, 8, 3, 5], [3, 5, 4, 9, undefined, 7, 6]],
    4.846154,
    9.880370,
  ],
] as const;

Deno.test.each(CASES)("meanInterval() of $0", (_, names, seeds, mean, half) => {
  const found = meanInterval(valuesOf(names, ...seeds), ANY)!;
  const ends = { mean, low: mean - half, high: mean + half };
  for (const [name, expected] of Object.entries(ends)) {
    const value = found[name as keyof typeof ends];
    assert.ok(Math.abs(value - expected) < 2e-5, `${name} ${value}`);
  }
  assert.deepEqual([found.seeds, found.videos], [seeds.length, names.length]);
  assert.equal(found.sources, names === CUTS ? 4 : names === SINGLE ? 5 : 2);
});

Deno.test("meanInterval() is that of the normal approximation for many videos", () => {
  const names = Array.from({ length: 400 }, (_, index) => `video ${index}`);
  const { low, high } = meanInterval(valuesOf(names, names.map((_, index) => index % 2)), SHARE)!;
  // 0.5 ± 1.96 · sqrt(0.25 / 400).
  assert.ok(Math.abs(low - 0.451) < 0.001, String(low));
  assert.ok(Math.abs(high - 0.549) < 0.001, String(high));
});

Deno.test("meanInterval() lies within what is possible", () => {
  const opposite = valuesOf(["a", "b"], [0, 0], [1, 1]);
  assert.deepEqual(meanInterval(opposite, SHARE), {
    mean: 0.5,
    low: 0,
    high: 1,
    seeds: 2,
    videos: 2,
    sources: 2,
  });
});

Deno.test("meanInterval() of a single video knows nothing of others", () => {
  for (const seeds of [[[0.5]], [[0.5], [0.5]]]) {
    const { low, high } = meanInterval(valuesOf(["a"], ...seeds), SHARE)!;
    assert.deepEqual([low, high], [0, 1]);
  }
});

Deno.test("meanInterval() of equal values is that value", () => {
  const { low, high } = meanInterval(valuesOf(["a", "b"], [1, 1], [1, 1]), SHARE)!;
  assert.deepEqual([low, high], [1, 1]);
});

Deno.test("meanInterval() takes true as 1 and false as 0", () => {
  const answers = new Map([[0, new Map([["a", true], ["b", false]])]]);
  assert.equal(meanInterval(answers, SHARE)!.mean, 0.5);
});

Deno.test("meanInterval() of nothing is undefined", () => {
  assert.equal(meanInterval(new Map(), SHARE), undefined);
  assert.equal(meanInterval(new Map([[0, new Map()]]), SHARE), undefined);
});

Deno.test("meanInterval() leaves out a seed without a value", () => {
  const values = valuesOf(SINGLE, [1, 4, 2, 6, 8]);
  const withEmpty = new Map([...values, [1, new Map<string, number>()]]);
  assert.deepEqual(meanInterval(withEmpty, ANY), meanInterval(values, ANY));
});

Deno.test("meanInterval() counts videos of equal names in different folders apart", () => {
  const names = ["a/v_g1_c1.avi", "a/v_g1_c2.avi", "b/v_g1_c1.avi", "b/v_g1_c2.avi"];
  assert.equal(meanInterval(valuesOf(names, [0, 0, 1, 1]), SHARE)!.sources, 2);
});

Deno.test("meanInterval() of a single source counts its videos", () => {
  const cuts = SINGLE.map((_, cut) => `a/v_g1_c${cut}.avi`);
  const ofCuts = meanInterval(valuesOf(cuts, [1, 4, 2, 6, 8]), ANY)!;
  const ofVideos = meanInterval(valuesOf(SINGLE, [1, 4, 2, 6, 8]), ANY)!;
  assert.deepEqual(ofCuts, { ...ofVideos, sources: 1 });
});

Deno.test("meanInterval() invents no value where seeds were tested on different videos", () => {
  const { mean, low, high } = meanInterval(valuesOf(["a", "b"], [1], [undefined, 1]), SHARE)!;
  assert.deepEqual([mean, low, high], [1, 1, 1]);
});
