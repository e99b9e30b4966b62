import assert from "node:assert/strict";
import { writeAllSync } from "../../datasets/write_all_sync.ts";

Deno.test("writeAllSync() writes the rest after a short write", () => {
  const written: number[] = [];
  const writeSync = (bytes: Uint8Array) => {
    written.push(...bytes.subarray(0, 2));
    return Math.min(2, bytes.length);
  };
  writeAllSync({ writeSync }, Uint8Array.of(1, 2, 3, 4, 5));
  assert.deepEqual(written, [1, 2, 3, 4, 5]);
});
