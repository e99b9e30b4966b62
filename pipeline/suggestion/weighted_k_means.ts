import type { Draws } from "../../operators/mod.ts";

/** Options of {@linkcode weightedKMeans}. */
export interface WeightedKMeansOptions {
  /** How much each point counts, at least 0. */
  readonly weights: readonly number[];
  /** Number of centers. */
  readonly count: number;
  /** Draws the first centers. */
  readonly draws: Draws;
}

/** Points in groups around centers. */
export interface Clusters {
  /** By center: indexes of the points that are nearest to it, the nearest one first. */
  readonly members: readonly (readonly number[])[];
}

/** Rounds after which the centers are taken as they are. */
const ROUNDS = 50;

/**
 * Divides points into groups around centers, by Lloyd's algorithm from centers that k-means++ drew
 * (Arthur and Vassilvitskii, 2007). A point counts by its weight, in the drawing and in the means.
 * There are fewer groups than asked for if fewer points differ.
 *
 * @param points All of one length.
 */
export function weightedKMeans(
  points: readonly Float32Array[],
  { weights, count, draws }: WeightedKMeansOptions,
): Clusters {
  let centers = drawCenters(points, { weights, count, draws });
  let nearest = points.map((point) => nearestCenter(point, centers));
  for (let round = 0; round < ROUNDS; round++) {
    centers = centers.map((center, index) => {
      const members = points.keys().filter((point) => nearest[point] === index).toArray();
      return meanOf(members, { points, weights }) ?? center;
    });
    const next = points.map((point) => nearestCenter(point, centers));
    const isSettled = next.every((center, point) => center === nearest[point]);
    nearest = next;
    if (isSettled) break;
  }
  const members = centers.map((center, index) => {
    const group = points.keys().filter((point) => nearest[point] === index).toArray();
    const distances = new Map(
      group.map((point) => [point, squaredDistance(points[point]!, center)]),
    );
    return group.sort((a, b) => distances.get(a)! - distances.get(b)! || a - b);
  });
  return { members: members.filter(({ length }) => length > 0) };
}

/** Each center is a point, drawn by its weight times its squared distance to those before it. */
function drawCenters(
  points: readonly Float32Array[],
  { weights, count, draws }: WeightedKMeansOptions,
): Float32Array[] {
  const centers: Float32Array[] = [];
  const distances = points.map(() => 1);
  while (centers.length < count) {
    const chances = distances.map((distance, point) => distance * weights[point]!);
    const drawn = drawIndex(chances, draws);
    if (drawn === undefined) break;
    const center = points[drawn]!;
    const isFirst = centers.length === 0;
    centers.push(center);
    for (const [index, point] of points.entries()) {
      const distance = squaredDistance(point, center);
      distances[index] = isFirst ? distance : Math.min(distances[index]!, distance);
    }
  }
  return centers;
}

/** Draws an index with chances in proportion to the given numbers; undefined if all are zero. */
function drawIndex(chances: readonly number[], draws: Draws): number | undefined {
  const sum = chances.reduce((total, chance) => total + chance, 0);
  let left = draws.uniform(0, sum);
  let last: number | undefined;
  for (const [index, chance] of chances.entries()) {
    if (chance === 0) continue;
    last = index;
    left -= chance;
    if (left < 0) break;
  }
  return last;
}

function nearestCenter(point: Float32Array, centers: readonly Float32Array[]): number {
  let nearest = 0;
  let smallest = Infinity;
  for (const [index, center] of centers.entries()) {
    const distance = squaredDistance(point, center);
    if (distance < smallest) {
      nearest = index;
      smallest = distance;
    }
  }
  return nearest;
}

/** The weighted mean of some points; undefined if they weigh nothing. */
function meanOf(
  members: readonly number[],
  { points, weights }: {
    readonly points: readonly Float32Array[];
    readonly weights: readonly number[];
  },
): Float32Array | undefined {
  const total = members.reduce((sum, member) => sum + weights[member]!, 0);
  if (total === 0) return undefined;
  const mean = new Float64Array(points[0]!.length);
  for (const member of members) {
    const share = weights[member]! / total;
    points[member]!.forEach((value, index) => mean[index]! += share * value);
  }
  return Float32Array.from(mean);
}

function squaredDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index++) {
    const difference = a[index]! - b[index]!;
    sum += difference * difference;
  }
  return sum;
}
