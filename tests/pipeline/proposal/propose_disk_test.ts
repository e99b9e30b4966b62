import assert from "node:assert/strict";
import { proposeDisk } from "../../../pipeline/proposal/propose_disk.ts";

const GIB = 2 ** 30;

Deno.test("proposeDisk() keeps videos on disk that do not fit into memory", () => {
  assert.deepEqual(proposeDisk({ decoded: 10 * GIB, memory: 4 * GIB, free: 100 * GIB }), [{
    path: "data.diskMebibytes",
    value: 12_288,
    why: "decoded, the videos take up to 12.0 GiB, and 4.0 GiB of memory are for them: on disk, " +
      "each is decoded once",
  }]);
});

Deno.test("proposeDisk() proposes nothing if they fit, or for more than half of the free disk", () => {
  assert.deepEqual(proposeDisk({ decoded: 3 * GIB, memory: 4 * GIB, free: 100 * GIB }), []);
  assert.deepEqual(proposeDisk({ decoded: 10 * GIB, memory: 4 * GIB, free: 20 * GIB }), []);
});
