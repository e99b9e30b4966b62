import { setImmediate } from "node:timers/promises";
import { UMAP } from "umap-js";
import { drawsFor } from "../../operators/mod.ts";
import type { Neighbors } from "./nearest_neighbors.ts";

/** Options of {@linkcode projectPoints}. */
export interface ProjectPointsOptions {
  /** Seed of the map: another one turns it and moves its groups. */
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** How near points of a group may be, of 1: enough that they do not cover one another. */
const MIN_DISTANCE = 0.5;

/** A point of a map: 0 to 1 from left to right, and from top to bottom. */
export type MapPoint = readonly [x: number, y: number];

/**
 * Puts points onto a map on which neighbors are near each other, by UMAP (McInnes et al., 2018). Its
 * axes have no meaning, nor have distances between groups. The same neighbors and seed give the same
 * map.
 *
 * @param neighbors Of each point, as many as {@linkcode nearestNeighbors} found; at least one.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function projectPoints(
  neighbors: readonly Neighbors[],
  { seed, signal }: ProjectPointsOptions,
): Promise<MapPoint[]> {
  const draws = drawsFor({ seed, phase: 0, epoch: 0, video: "", view: "map" });
  // UMAP counts a point as its own first neighbor.
  const indexes = neighbors.map((found, point) => [point, ...found.indexes]);
  const distances = neighbors.map((found) => [0, ...found.distances]);
  const umap = new UMAP({
    nNeighbors: indexes[0]!.length,
    minDist: MIN_DISTANCE,
    random: () => draws.uniform(0, 1),
  });
  umap.setPrecomputedKNN(indexes, distances);
  // Of the points themselves it takes no more than their number.
  const epochs = umap.initializeFit(indexes);
  for (let epoch = 0; epoch < epochs; epoch++) {
    umap.step();
    // Signals arrive between two epochs.
    await setImmediate();
    signal.throwIfAborted();
  }
  return fitIntoSquare(umap.getEmbedding());
}

/** Moves and scales points so that the longer side of what they cover is 1 and its middle 0.5. */
function fitIntoSquare(points: readonly (readonly number[])[]): MapPoint[] {
  const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]!)) as [
    number[],
    number[],
  ];
  const [minX, maxX, minY, maxY] = [
    Math.min(...xs),
    Math.max(...xs),
    Math.min(...ys),
    Math.max(...ys),
  ];
  const side = Math.max(maxX - minX, maxY - minY) || 1;
  const place = (value: number, min: number, max: number) => (value - (min + max) / 2) / side + 0.5;
  return points.map((_, index) => [place(xs[index]!, minX, maxX), place(ys[index]!, minY, maxY)]);
}
