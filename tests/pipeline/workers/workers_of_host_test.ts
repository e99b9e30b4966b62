import assert from "node:assert/strict";
import { workersOfHost } from "../../../pipeline/workers/workers_of_host.ts";

Deno.test("workersOfHost() counts the workers that have this one's host", () => {
  const addresses = ["localhost:1", "127.0.0.1:2", "other:1"];
  assert.deepEqual([0, 1, 2].map((task) => workersOfHost({ addresses, task })), [2, 2, 1]);
});
