import assert from "node:assert/strict";
import { slurmNodes } from "../../../pipeline/workers/slurm_nodes.ts";

Deno.test.each(
  [
    ["login", "login"],
    ["gpu[01-03,7],login", "gpu01 gpu02 gpu03 gpu7 login"],
    [
      "rack[1-2]node[08-10].local",
      "rack1node08.local rack1node09.local rack1node10.local " +
      "rack2node08.local rack2node09.local rack2node10.local",
    ],
    ["a1, b[2]", "a1 b2"],
  ] as const,
)("slurmNodes() expands %s", (list, names) => {
  assert.equal(slurmNodes(list).join(" "), names);
});
