import assert from "node:assert/strict";
import { formatJudgement } from "../../../pipeline/comparison/format_judgement.ts";
import { judgeMethods } from "../../../pipeline/comparison/judge_methods.ts";
import { answersOf } from "../numbers/_answers.ts";

/** Answers for 100 videos with two seeds, of which the first `right` are right. */
function answers(right: number) {
  const text = "1".repeat(right) + "0".repeat(100 - right);
  return answersOf(text, text);
}

const SUPERVISED = { name: "supervised", answers: answers(50), seconds: 60 };

Deno.test("judgeMethods() takes a method that is clearly better", () => {
  const better = { name: "fixmatch", answers: answers(65), seconds: 180 };
  const judgement = judgeMethods([better, SUPERVISED]);
  assert.equal(judgement.choice.name, "fixmatch");
  const text = formatJudgement(judgement);
  assert.match(text, /^supervised +50\.0 +- +1:00$/m);
  assert.match(text, /^fixmatch +65\.0 +\+15\.0 \(\+\S+ to \+\S+\) +3:00$/m);
  assert.match(
    text,
    /^Take fixmatch: \+15\.0 points against supervised, in 3\.0 times its time\./m,
  );
  assert.match(text, /^method +top-1 % +against supervised +time of a run$/m);
  assert.match(text, /^Shown by 100 test videos and 2 seeds; in parentheses the 95 % interval\.$/m);
});

Deno.test("judgeMethods() takes the cheapest if no other is clearly better", () => {
  const similar = { name: "fixmatch", answers: answers(51), seconds: 180 };
  const judgement = judgeMethods([similar, SUPERVISED]);
  assert.equal(judgement.choice.name, "supervised");
  const text = formatJudgement(judgement);
  assert.match(
    text,
    /^Take supervised: no other method is clearly better.*\nShown by 100 test videos/m,
  );
});

Deno.test("judgeMethods() takes the cheaper of two that are better", () => {
  const fixmatch = { name: "fixmatch", answers: answers(70), seconds: 180 };
  const dearer = { name: "actnetformer", answers: answers(71), seconds: 300 };
  assert.equal(judgeMethods([dearer, SUPERVISED, fixmatch]).choice.name, "fixmatch");
});

Deno.test("judgeMethods() takes no dearer method that is not clearly better than the cheapest", () => {
  // Right for other videos: its interval is so wide that no other is clearly better than it.
  const text = "0".repeat(50) + "1".repeat(49) + "0";
  const unclear = { name: "fixmatch", answers: answersOf(text, text), seconds: 180 };
  const dearer = { name: "actnetformer", answers: answers(57), seconds: 300 };
  const { choice, methods } = judgeMethods([dearer, unclear, SUPERVISED]);
  const gains = Object.fromEntries(methods.map(({ name, gain }) => [name, gain]));
  assert.ok(gains["fixmatch"]!.low < 0 && gains["actnetformer"]!.low > 0);
  assert.equal(choice.name, "actnetformer");
});

Deno.test("formatJudgement() says that two methods answer alike", () => {
  const alike = { name: "fixmatch", answers: answers(50), seconds: 180 };
  const text = formatJudgement(judgeMethods([alike, SUPERVISED]));
  assert.match(text, /^fixmatch +50\.0 +right for the same videos +3:00$/m);
  assert.match(text, /^Take supervised: no other method is clearly better/m);
  // Gains and losses that cancel out are none the less differences.
  const cuts = (first: boolean) => {
    const answers = [0, 1].map((cut) => [`a/v_a_g01_c${cut}.avi`, (cut === 0) === first] as const);
    return new Map([[0, new Map([...answers, ["a/v_a_g02_c0.avi", true] as const])]]);
  };
  const swapped = judgeMethods([
    { ...SUPERVISED, answers: cuts(true) },
    { ...alike, answers: cuts(false) },
  ]);
  assert.match(formatJudgement(swapped), /^fixmatch +66\.7 +0\.0 \(0\.0 to 0\.0\) +3:00$/m);
  // A difference that is rounded to nothing is one.
  const [first, ...others] = "1".repeat(5000);
  const nearly = { ...alike, answers: answersOf(["0", ...others].join("")) };
  const all = { ...SUPERVISED, answers: answersOf([first, ...others].join("")) };
  assert.match(formatJudgement(judgeMethods([nearly, all])), / 0\.0 \(-0\.1 to 0\.0\) /);
});

Deno.test("judgeMethods() counts only videos that all methods answered", () => {
  const partly = { name: "fixmatch", answers: answersOf("--11"), seconds: 2 };
  const cheap = { name: "supervised", answers: answersOf("1100"), seconds: 1 };
  const { methods } = judgeMethods([partly, cheap]);
  assert.deepEqual(methods.map(({ accuracy }) => accuracy), [0, 1]);
});

Deno.test("formatJudgement() of a single method has nothing to compare", () => {
  assert.match(formatJudgement(judgeMethods([SUPERVISED])), /Only supervised was tried\.$/);
});

Deno.test("judgeMethods() counts only seeds that all methods have", () => {
  const [first] = answers(70);
  const partly = { name: "fixmatch", answers: new Map([first!]), seconds: 180 };
  const { methods } = judgeMethods([SUPERVISED, partly]);
  assert.deepEqual(methods.map(({ accuracy, gain }) => [accuracy, gain?.seeds]), [
    [0.5, undefined],
    [0.7, 1],
  ]);
});

Deno.test("judgeMethods() says which seeds are finished if no seed is by all methods", () => {
  const [, second] = answers(60);
  const other = { name: "fixmatch", answers: new Map([second!]), seconds: 180 };
  const kept = [...answersOf("11", "", "10")].filter(([seed]) => seed !== 1);
  const first = { ...SUPERVISED, answers: new Map(kept) };
  assert.throws(() => judgeMethods([first, other]), {
    name: "RangeError",
    message:
      "Cannot compare methods as all must have answered the same test videos with the same " +
      "seed: finished are seeds 0, 2 of supervised; seed 1 of fixmatch. The same command trains " +
      "the runs that are missing.",
  });
});

Deno.test("formatJudgement() says that one seed says nothing of others", () => {
  const one = ({ name, seconds }: typeof SUPERVISED, right: number) => ({
    name,
    seconds,
    answers: new Map([...answers(right)].slice(0, 1)),
  });
  const better = { ...SUPERVISED, name: "fixmatch", seconds: 180 };
  const text = formatJudgement(judgeMethods([one(SUPERVISED, 50), one(better, 65)]));
  assert.match(
    text,
    /\nShown by 100 test videos and 1 seed; in parentheses the 95 % interval over videos alone: other seeds may differ by more\.$/,
  );
});

Deno.test("judgeMethods() refuses no method at all", () => {
  assert.throws(() => judgeMethods([]), RangeError);
});
