import { setImmediate } from "node:timers/promises";

/** Points near a point. */
export interface Neighbors {
  /** Indexes of the points, the nearest first. */
  readonly indexes: readonly number[];
  /** How far each of them is. */
  readonly distances: readonly number[];
}

/** Options of {@linkcode nearestNeighbors}. */
export interface NearestNeighborsOptions {
  /** Number of neighbors; the point itself is none. */
  readonly count: number;
  readonly signal: AbortSignal;
}

/**
 * Finds the nearest neighbors of each point by comparing all of them: exact, in a time that grows
 * with the square of their number. Of points at one distance the first counts as nearer.
 *
 * @param points All of one length.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function nearestNeighbors(
  points: readonly Float32Array[],
  { count, signal }: NearestNeighborsOptions,
): Promise<Neighbors[]> {
  const rows: Float64Array[] = [];
  for (const [index, point] of points.entries()) {
    rows.push(Float64Array.from(points.slice(0, index), (other) => distance(point, other)));
    // Signals arrive between two rows.
    await setImmediate();
    signal.throwIfAborted();
  }
  return rows.map((_, index) => {
    const distances = points.map((_, other) =>
      rows[Math.max(index, other)]![Math.min(index, other)]!
    );
    const indexes = [...points.keys()]
      .filter((other) => other !== index)
      .sort((a, b) => distances[a]! - distances[b]! || a - b)
      .slice(0, count);
    return { indexes, distances: indexes.map((other) => distances[other]!) };
  });
}

function distance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) {
    const difference = a[index]! - b[index]!;
    sum += difference * difference;
  }
  return Math.sqrt(sum);
}
