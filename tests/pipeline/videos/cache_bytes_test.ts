import assert from "node:assert/strict";
import { cacheBytes } from "../../../pipeline/videos/cache_bytes.ts";

const GIB = 2 ** 30;
const memory = { total: 24 * GIB, available: 20 * GIB };

Deno.test("cacheBytes() is the setting, whatever is free", () => {
  assert.equal(cacheBytes({ cacheMebibytes: 2048 }, { memory, processes: 4 }), 2 * GIB);
  assert.equal(cacheBytes({ cacheMebibytes: 0 }, { memory }), 0);
});

Deno.test("cacheBytes() is else a quarter of what is free, which processes divide", () => {
  assert.equal(cacheBytes({}, { memory }), 5 * GIB);
  assert.equal(cacheBytes({}, { memory, processes: 4 }), 1.25 * GIB);
});
