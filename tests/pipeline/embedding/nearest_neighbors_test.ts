import assert from "node:assert/strict";
import { nearestNeighbors } from "../../../pipeline/embedding/nearest_neighbors.ts";

const { signal } = new AbortController();

Deno.test("nearestNeighbors() finds the nearest first, of equal ones the first point", async () => {
  const points = [[0, 0], [3, 4], [0, 1], [0, -1]].map((point) => Float32Array.from(point));
  assert.deepEqual(await nearestNeighbors(points, { count: 2, signal }), [
    { indexes: [2, 3], distances: [1, 1] },
    { indexes: [2, 0], distances: [Math.sqrt(18), 5] },
    { indexes: [0, 3], distances: [1, 2] },
    { indexes: [0, 2], distances: [1, 2] },
  ]);
});

Deno.test("nearestNeighbors() of equal points, of fewer points than asked for, and of none", async () => {
  const equal = [Float32Array.of(1), Float32Array.of(1), Float32Array.of(1)];
  const found = await nearestNeighbors(equal, { count: 9, signal });
  assert.deepEqual(found.map(({ indexes }) => indexes), [[1, 2], [0, 2], [0, 1]]);
  assert.deepEqual(await nearestNeighbors([], { count: 9, signal }), []);
});

Deno.test("nearestNeighbors() ends with the signal's reason", async () => {
  const points = Array.from({ length: 100 }, (_, index) => Float32Array.of(index));
  const controller = new AbortController();
  const found = nearestNeighbors(points, { count: 3, signal: controller.signal });
  controller.abort("stopped");
  await assert.rejects(found, (reason) => reason === "stopped");
});
