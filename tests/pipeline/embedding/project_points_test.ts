import assert from "node:assert/strict";
import { nearestNeighbors } from "../../../pipeline/embedding/nearest_neighbors.ts";
import { type MapPoint, projectPoints } from "../../../pipeline/embedding/project_points.ts";

const { signal } = new AbortController();

/** Two groups of ten points, far from each other, in five dimensions. */
const GROUPS = Array.from({ length: 20 }, (_, index) => {
  const group = index % 2;
  return Float32Array.from({ length: 5 }, (_, axis) => 10 * group + Math.sin(7 * index + axis));
});

async function project(points: readonly Float32Array[], seed: number): Promise<MapPoint[]> {
  const neighbors = await nearestNeighbors(points, { count: 6, signal });
  return await projectPoints(neighbors, { seed, signal });
}

Deno.test("projectPoints() keeps groups apart, in a square of side 1, the same for a seed", async () => {
  const map = await project(GROUPS, 3);
  const flat = map.flat();
  assert.ok(Math.min(...flat) >= 0 && Math.max(...flat) <= 1, `${flat}`);
  const sides = [0, 1].map((axis) => {
    const values = map.map((point) => point[axis]!);
    return Math.max(...values) - Math.min(...values);
  });
  assert.ok(Math.abs(Math.max(...sides) - 1) < 1e-9, `${sides}`);
  for (const [index, [x, y]] of map.entries()) {
    const distances = map.map(([otherX, otherY]) => Math.hypot(x - otherX, y - otherY));
    const [, nearest] = [...map.keys()].sort((a, b) => distances[a]! - distances[b]!);
    assert.equal(nearest! % 2, index % 2, `the neighbor of ${index}`);
  }
  assert.deepEqual(await project(GROUPS, 3), map);
  assert.notDeepEqual(await project(GROUPS, 4), map);
});

Deno.test("projectPoints() puts equal points somewhere", async () => {
  const map = await project(Array.from({ length: 12 }, () => Float32Array.of(1, 2)), 0);
  assert.ok(map.flat().every(Number.isFinite), `${map}`);
});

Deno.test("projectPoints() ends with the signal's reason", async () => {
  const neighbors = await nearestNeighbors(GROUPS, { count: 6, signal });
  const controller = new AbortController();
  const projected = projectPoints(neighbors, { seed: 0, signal: controller.signal });
  controller.abort("stopped");
  await assert.rejects(projected, (reason) => reason === "stopped");
});
