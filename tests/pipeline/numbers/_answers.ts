import type { AnswersBySeed } from "../../../pipeline/numbers/paired_difference.ts";

/** Answers of some seeds, each a text of 1 (right), 0 (wrong) and - (no answer) for each video. */
export function answersOf(...seeds: readonly string[]): AnswersBySeed {
  return new Map(seeds.map((text, seed) => {
    const answers = [...text].flatMap((letter, video): [string, boolean][] =>
      letter === "-" ? [] : [[`video ${video}`, letter === "1"]]
    );
    return [seed, new Map(answers)];
  }));
}
