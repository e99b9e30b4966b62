import { chooseLabeled, type VideoEntry } from "../../datasets/mod.ts";
import { drawsFor } from "../../operators/mod.ts";

/** What videos to label are chosen from. */
export interface ChoiceSource {
  /** Class names. */
  readonly classes: readonly string[];
  /** The unlabeled videos, with their true labels. */
  readonly videos: readonly VideoEntry[];
  /** Number of videos to choose, for each class on average. */
  readonly perClass: number;
  /** Seed of the choice. */
  readonly seed: number;
  /** What the networks suggest, the most uncertain first. */
  readonly suggest: (count: number) => Promise<readonly { readonly id: string }[]>;
}

/** Name of a way to choose which videos get a label. */
export type ChoiceName = "suggested" | "most uncertain" | "random" | "random, equal for each class";

/** Chooses videos and returns their ids. */
type Choice = (source: ChoiceSource) => Promise<string[]> | string[];

/** Ways to choose which videos get a label. */
export const CHOICES: Readonly<Record<ChoiceName, Choice>> = {
  async suggested({ suggest, ...source }) {
    return (await suggest(countOf(source))).map(({ id }) => id);
  },
  async "most uncertain"({ suggest, videos, ...source }) {
    const all = await suggest(videos.length);
    return all.slice(0, countOf(source)).map(({ id }) => id);
  },
  random({ videos, seed, ...source }) {
    const draws = drawsFor({ seed, phase: 0, epoch: 0, video: "", view: "random labels" });
    return draws.shuffle(videos).slice(0, countOf(source)).map(({ id }) => id);
  },
  "random, equal for each class"({ videos, classes, perClass, seed }) {
    const { labeled } = chooseLabeled(videos, { classes, labelsPerClass: perClass, seed });
    return labeled.map(({ id }) => id);
  },
};

function countOf({ classes, perClass }: Pick<ChoiceSource, "classes" | "perClass">): number {
  return perClass * classes.length;
}
