import { sum } from "../numbers/sum.ts";
import type { Scores } from "../run/results.ts";

/** How a classifier did on the videos of one class. */
export interface ClassRow {
  readonly name: string;
  /** Number of test videos of the class. */
  readonly videos: number;
  /** Number of those that were answered right. */
  readonly right: number;
  /** The wrong class given most often, and how often; undefined without a mistake. */
  readonly mistakenFor: { readonly name: string; readonly videos: number } | undefined;
}

/** Returns a row for each class that has test videos, the worst first. */
export function classRows({ confusion }: Scores, classes: readonly string[]): ClassRow[] {
  const rows = confusion.map((counts, label): ClassRow => {
    const wrong = counts.map((count, answer) => answer === label ? 0 : count);
    const most = Math.max(0, ...wrong);
    const name = classes[wrong.indexOf(most)] ?? "";
    return {
      name: classes[label] ?? "",
      videos: sum(counts),
      right: counts[label] ?? 0,
      mistakenFor: most === 0 ? undefined : { name, videos: most },
    };
  });
  return rows
    .filter(({ videos }) => videos > 0)
    .toSorted((first, second) => first.right / first.videos - second.right / second.videos);
}
