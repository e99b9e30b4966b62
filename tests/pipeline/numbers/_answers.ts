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

/** Answers for cuts of sources: `isRight` of the number of the source and of the cut. */
export function answersOfCuts(
  sources: number,
  cuts: number,
  isRight: (source: number, cut: number) => boolean,
): Map<string, boolean> {
  return new Map(
    Array.from({ length: sources * cuts }, (_, index) => {
      const [source, cut] = [Math.floor(index / cuts), index % cuts];
      return [`Lunges/v_Lunges_g${source}_c${cut}.avi`, isRight(source, cut)];
    }),
  );
}
