import type { Workers } from "../../runtime/collectives/mod.ts";

/** What {@linkcode jointRows} returns the positions of. */
export interface OwnRows {
  /** Number of rows of each worker. */
  readonly count: number;
  /** Micro-batches that they are of. */
  readonly microBatches: number;
}

/**
 * Returns where the rows of one worker are among those of all: in each micro-batch the rows of one
 * worker follow those of another.
 */
export function jointRows(
  { task, size }: Pick<Workers, "task" | "size">,
  { count, microBatches }: OwnRows,
): number[] {
  const part = count / microBatches;
  return Array.from({ length: count }, (_, row) => {
    const micro = Math.floor(row / part);
    return (micro * size + task) * part + row % part;
  });
}
