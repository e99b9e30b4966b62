import { type EngineCase, engineCases } from "../engine/cases.ts";

/** A row of the bench of workers: a case of the engine bench, and how many of its steps are timed. */
export interface WorkersCase extends EngineCase {
  /** Steps of each turn that are not timed. */
  readonly warmUp: number;
  /** Timed steps of each turn. */
  readonly steps: number;
}

/**
 * Returns the rows by their letters in the engine bench. Row (c) has twice the videos here, as one
 * labeled video cannot be divided.
 */
export async function workersCases(): Promise<Readonly<Record<string, WorkersCase>>> {
  const { c, d } = await engineCases();
  return {
    c: {
      ...c!,
      title: "ActNetFormer, R50 + TimeSformer-S, 8×112×112, 2 + 10 videos",
      labeled: 2 * c!.labeled,
      unlabeled: 2 * c!.unlabeled,
      warmUp: 1,
      steps: 3,
    },
    d: { ...d!, warmUp: 4, steps: 40 },
  };
}

/** Returns the clips of a step: a labeled video gives one, an unlabeled one two. */
export function clipsOf({ labeled, unlabeled }: Pick<EngineCase, "labeled" | "unlabeled">): number {
  return labeled + 2 * unlabeled;
}
