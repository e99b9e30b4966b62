import assert from "node:assert/strict";
import { meanInterval } from "../../../pipeline/numbers/mean_interval.ts";

/** Values of one seed: those of `videos` are 0, 1, 0, 1, … */
function alternating(videos: readonly string[]) {
  return new Map([[0, new Map(videos.map((video, index) => [video, index % 2] as const))]]);
}

const VIDEOS = Array.from({ length: 400 }, (_, index) => `video ${index}`);

Deno.test("meanInterval() is that of the normal approximation for many videos", () => {
  const { mean, low, high, seeds, videos } = meanInterval(alternating(VIDEOS))!;
  assert.deepEqual([mean, seeds, videos], [0.5, 1, 400]);
  // 0.5 ± 1.96 · sqrt(0.25 / 400).
  assert.ok(Math.abs(low - 0.451) < 0.006, String(low));
  assert.ok(Math.abs(high - 0.549) < 0.006, String(high));
});

Deno.test("meanInterval() counts cuts of one source as one", () => {
  // 200 sources of two equal videos each: as wide as for 200 videos.
  const cuts = VIDEOS.map((_, index): [string, number] => {
    const source = index >> 1;
    return [`Lunges/v_Lunges_g${source}_c0${index % 2}.avi`, source % 2];
  });
  const { low, high } = meanInterval(new Map([[0, new Map(cuts)]]))!;
  assert.ok(Math.abs(high - low - 2 * 1.96 * Math.sqrt(0.25 / 200)) < 0.015, `${low} ${high}`);
});

Deno.test("meanInterval() counts that other seeds give other numbers", () => {
  const all = (value: number) => new Map(VIDEOS.map((video) => [video, value]));
  const { mean, low, high } = meanInterval(new Map([[0, all(0)], [1, all(1)]]))!;
  assert.deepEqual([mean, low, high], [0.5, 0, 1]);
});

Deno.test("meanInterval() takes true as 1 and false as 0", () => {
  const answers = new Map([[0, new Map([["a", true], ["b", false]])]]);
  assert.deepEqual(meanInterval(answers)!.mean, 0.5);
});

Deno.test("meanInterval() of nothing is undefined", () => {
  assert.equal(meanInterval(new Map()), undefined);
  assert.equal(meanInterval(new Map([[0, new Map()]])), undefined);
});

Deno.test("meanInterval() draws videos of equal names in different folders apart", () => {
  const names = (folder: string) => [`${folder}/v_g1_c1.avi`, `${folder}/v_g1_c2.avi`];
  const values = [...names("a"), ...names("b")].map((name, index) => [name, index >> 1] as const);
  const { low, high } = meanInterval(new Map([[0, new Map(values)]]))!;
  assert.deepEqual([low, high], [0, 1]);
});

Deno.test("meanInterval() of a single source is not sure for that reason", () => {
  const cuts = Array.from(
    { length: 10 },
    (_, index) => [`a/v_g1_c${index}.avi`, index % 2] as const,
  );
  const { low, high } = meanInterval(new Map([[0, new Map(cuts)]]))!;
  assert.ok(low < 0.4 && high > 0.6, `${low} ${high}`);
});

Deno.test("meanInterval() invents no value where seeds were tested on different videos", () => {
  const seeds = [["a", 1], ["b", 1]].map(([video, value], seed) =>
    [seed, new Map([[video as string, value as number]])] as const
  );
  const { low, high } = meanInterval(new Map(seeds))!;
  assert.deepEqual([low, high], [1, 1]);
});
