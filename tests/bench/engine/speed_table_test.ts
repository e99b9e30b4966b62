import assert from "node:assert/strict";
import { speedTable } from "../../../bench/engine/speed_table.ts";
import { RESULTS } from "./_results.ts";

Deno.test("speedTable() has our time beside that of PyTorch's fastest variant", () => {
  assert.deepEqual(speedTable(RESULTS).split("\n"), [
    "| training step       | precision | ours, ms | PyTorch, ms |    ratio | ours, GiB | PyTorch, GiB |",
    "| ------------------- | --------: | -------: | ----------: | -------: | --------: | -----------: |",
    "| (a) Small network   |   float32 |      100 |         200 | **2.00** |      1.00 |         3.00 |",
    "|                     |      bf16 |      400 |         200 | **0.50** |      1.00 |         1.50 |",
    "| (b) Large <network> |   float32 |    12346 |           - |        - |     10.00 |            - |",
  ]);
});
