import assert from "node:assert/strict";
import { describeChance } from "../../../pipeline/evaluation/describe_chance.ts";
import type { RecordedPrediction } from "../../../pipeline/evaluation/record_prediction.ts";
import type { ResultScores } from "../../../pipeline/run/results.ts";

/** What a test of two classes is like. */
interface Test {
  readonly videos?: number;
  /** Videos of the first class. */
  readonly frequent?: number;
  /** Cuts of a source; 1 if omitted. */
  readonly cuts?: number;
}

/** Describes classifiers by how many videos they answer right, the first ones. */
function describe(right: Readonly<Record<string, number>>, test: Test = {}): string | undefined {
  const { videos = 60, frequent = videos / 2, cuts = 1 } = test;
  const names = Object.keys(right);
  const predictions = Array.from({ length: videos }, (_, video): RecordedPrediction => {
    const [label, other] = video < frequent ? ["walk", "fall"] as const : ["fall", "walk"] as const;
    const answers = names.map((name) =>
      [name, [{ class: video < right[name]! ? label : other, probability: 1 }]] as const
    );
    const id = `v_a_g${Math.floor(video / cuts)}_c${video % cuts}`;
    return { video: id, label, answers: Object.fromEntries(answers) };
  });
  const scores = Object.fromEntries(names.map((name) => {
    const [ofFirst, count] = [Math.min(right[name]!, frequent), right[name]!];
    const confusion = [
      [ofFirst, frequent - ofFirst],
      [videos - frequent - (count - ofFirst), count - ofFirst],
    ];
    return [name, { videos, top1: count / videos, top5: 1, perClass: [], confusion }];
  })) satisfies ResultScores;
  return describeChance(scores, predictions);
}

Deno.test("describeChance() names who is not clearly better than the most frequent class", () => {
  // 37 of 60 are right by chance in 4.6 %, 36 in 7.7 % of all test sets.
  assert.equal(
    describe({ primary: 36, auxiliary: 37, both: 33 }),
    "Not clearly better than chance (50 %; 60 test videos, ± 6): primary 60.0 %, both 55.0 %",
  );
  assert.equal(describe({ primary: 37 }), undefined);
});

Deno.test("describeChance() counts cuts of one source as what they are worth", () => {
  // 14 of 20 sources are right by chance in 5.8 %, 15 in 2.1 %; 42 of 60 videos in 0.1 %.
  assert.equal(
    describe({ primary: 42 }, { cuts: 3 }),
    "Not clearly better than chance (50 %; 60 test videos, cuts of 20 sources, ± 11): " +
      "primary 70.0 %",
  );
  assert.equal(describe({ primary: 45 }, { cuts: 3 }), undefined);
});

// The number of single videos that the cuts are worth, and of right ones among these, are rounded.
const ROUNDED = [
  // 21.2 with 67.5 %: 14 of 21, which chance gives in 9.5 %, 15 in 3.9 %.
  { videos: 40, cuts: 2, right: 27, isClear: false },
  // 14.0 with 75 %: 11 of 14 in 2.9 %, 10 in 9.0 %.
  { videos: 40, cuts: 3, right: 30, isClear: true },
  // 12.6 with 77.3 %: 10 of 13 in 4.6 %, 9 of 12 in 7.3 %.
  { videos: 44, cuts: 4, right: 34, isClear: true },
] as const;

Deno.test.each(ROUNDED)(
  "describeChance() of $right right ones of $videos videos, $cuts of a source",
  ({ videos, cuts, right, isClear }) => {
    assert.equal(describe({ primary: right }, { videos, cuts }) === undefined, isClear);
  },
);

Deno.test("describeChance() rounds the standard error", () => {
  assert.match(describe({ primary: 22 }, { videos: 44 }) ?? "", /44 test videos, ± 8\)/);
});

Deno.test("describeChance() takes the share of the most frequent class for chance", () => {
  const uneven = { videos: 60, frequent: 48 };
  assert.equal(
    describe({ primary: 50 }, uneven),
    "Not clearly better than chance (80 %; 60 test videos, ± 5): primary 83.3 %",
  );
  assert.equal(describe({ primary: 55 }, uneven), undefined);
});

Deno.test("describeChance() says nothing about what was not scored", () => {
  assert.equal(describe({}), undefined);
});

Deno.test("describeChance() finds no test of few videos clear", () => {
  assert.match(describe({ primary: 4 }, { videos: 4 }) ?? "", /4 test videos, ± 25/);
  assert.equal(
    describe({ primary: 5 }, { videos: 5, frequent: 3 }),
    "Not clearly better than chance (60 %; 5 test videos, ± 22): primary 100.0 %",
  );
});
