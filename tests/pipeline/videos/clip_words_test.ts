import assert from "node:assert/strict";
import { clipWords } from "../../../pipeline/videos/clip_words.ts";
import { explainClips } from "../../../pipeline/videos/explain_clips.ts";

const SLOW = { stride: 8 };
const FAST = { stride: 4 };
const GRADIENT = { stride: 8, modality: "gradient" } as const;
const FLOW = { stride: 8, modality: "flow" } as const;

for (
  const [what, clips, words] of [
    ["two rates of frames", { primary: SLOW, auxiliary: FAST }, ["slow", "fast"]],
    ["two clips of one rate", { primary: SLOW, auxiliary: SLOW }, ["primary", "auxiliary"]],
    ["frames and gradients", { primary: SLOW, auxiliary: GRADIENT }, ["frames", "gradient"]],
    ["one clip", { primary: SLOW }, ["frames"]],
    [
      "further rates of frames",
      { primary: FAST, auxiliary: FAST, slow: SLOW },
      ["primary", "auxiliary", "slow"],
    ],
    [
      "several modalities",
      { primary: SLOW, gradient: GRADIENT, flow: FLOW, near: FLOW },
      ["frames", "gradient", "flow", "near flow"],
    ],
  ] as const
) {
  Deno.test(`clipWords() finds words for ${what}`, () => {
    assert.deepEqual(Object.values(clipWords(clips)), words);
  });
}

Deno.test("explainClips() explains the words that need it", () => {
  const starts = (words: readonly string[]) =>
    explainClips(words).map((text) => text.slice(0, text.indexOf(":")));
  assert.deepEqual(starts(["slow", "fast"]), ["Slow"]);
  assert.deepEqual(starts(["frames", "gradient", "near flow"]), ["Gradient", "Flow"]);
  assert.deepEqual(starts(["primary", "slow"]), []);
});
