import assert from "node:assert/strict";
import { CLIP_DRAWS, randomRanks } from "../../../operators/step/_random_ranks.ts";
import { tf } from "../../../runtime/mod.ts";
import { tidyTest } from "../_tensors.ts";

tidyTest("randomRanks() draws a permutation of each row, another one for each site", () => {
  const seed = tf.tensor1d([1, 2], "int32");
  const draw = (site: number) => randomRanks(4, 50, { seed, site }).arraySync();
  const rows = draw(CLIP_DRAWS.mixRanks);
  const ordered = Array.from({ length: 50 }, (_, rank) => rank);
  for (const row of rows) assert.deepEqual(row.toSorted((a, b) => a - b), ordered);
  assert.equal(new Set(rows.map(String)).size, 4);
  assert.deepEqual(draw(CLIP_DRAWS.mixRanks), rows);
  assert.notDeepEqual(draw(CLIP_DRAWS.warpRanks), rows);
});

tidyTest("randomRanks() gives each position each rank equally often", () => {
  const seed = tf.tensor1d([3, 4], "int32");
  const ranks = randomRanks(3000, 3, { seed, site: CLIP_DRAWS.mixRanks }).arraySync();
  const counts = Map.groupBy(ranks, String);
  assert.equal(counts.size, 6);
  for (const [, { length }] of counts) assert.ok(Math.abs(length - 500) < 100, `${length}`);
});
