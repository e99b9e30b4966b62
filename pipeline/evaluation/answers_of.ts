import type { PerNetwork } from "../../operators/mod.ts";

/** Class probabilities of one video by who answered: `primary`, `auxiliary`, `both`. */
export type Answers = Readonly<Record<string, Float32Array>>;

/** Returns each network's probabilities, and their mean if there are two networks. */
export function answersOf({ primary, auxiliary }: PerNetwork<Float32Array>): Answers {
  if (auxiliary === undefined) return { primary };
  const both = primary.map((value, label) => (value + auxiliary[label]!) / 2);
  return { primary, auxiliary, both };
}
