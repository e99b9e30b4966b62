import assert from "node:assert/strict";
import { embedVideos } from "../../../pipeline/embedding/embed_videos.ts";

function close(actual: Float32Array, expected: readonly number[]): void {
  assert.deepEqual([...actual].map((value) => Number(value.toFixed(4)) + 0), expected);
}

Deno.test("embedVideos() gives each network's difference from the mean the length 1", () => {
  const points = embedVideos([
    { primary: Float32Array.of(0, 0), auxiliary: Float32Array.of(1000) },
    { primary: Float32Array.of(6, 8), auxiliary: Float32Array.of(3000) },
  ]);
  close(points[0]!, [-0.6, -0.8, -1]);
  close(points[1]!, [0.6, 0.8, 1]);
});

Deno.test("embedVideos() takes a single network, and equal videos", () => {
  const points = embedVideos([{ primary: Float32Array.of(3, 4) }, {
    primary: Float32Array.of(3, 4),
  }]);
  for (const point of points) close(point, [0, 0]);
  assert.deepEqual(embedVideos([]), []);
});
