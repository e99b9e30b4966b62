import assert from "node:assert/strict";
import fc from "fast-check";
import { suggest } from "../../datasets/suggest.ts";

const WORDS = ["learningRate", "fight", "normal", "motion_small", "ra", "rb", "videos_small"];

/** What was written, and what was meant. */
const CASES: Readonly<Record<string, string | undefined>> = {
  Fight: "fight",
  figth: "fight",
  learnRate: "learningRate",
  motion: "motion_small",
  motion_smal: "motion_small",
  video: "videos_small",
  rabbit: undefined,
  x: undefined,
  "": undefined,
};

for (const [written, meant] of Object.entries(CASES)) {
  Deno.test(`suggest() takes ${JSON.stringify(written)} for ${meant}`, () => {
    assert.equal(suggest(written, WORDS), meant);
  });
}

Deno.test("suggest() finds a word with one letter changed", () => {
  const word = fc.stringMatching(/^[a-z]{5,12}$/);
  fc.assert(fc.property(word, fc.nat(), (meant, position) => {
    const at = position % meant.length;
    const written = `${meant.slice(0, at)}0${meant.slice(at + 1)}`;
    assert.equal(suggest(written, ["0000000000000000", meant]), meant);
  }));
});
