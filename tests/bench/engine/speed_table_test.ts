import assert from "node:assert/strict";
import { speedTable } from "../../../bench/engine/speed_table.ts";
import { RESULTS } from "./_results.ts";

Deno.test("speedTable() has our time beside that of each PyTorch variant", () => {
  const cells = speedTable(RESULTS).split("\n")
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
  assert.deepEqual(cells[0], [
    "step, ms",
    "precision",
    "ours",
    "eager",
    "channels_last",
    "compile",
    "ratio",
    "GFLOP",
    "share of peak, %",
    "ours, GiB",
    "PyTorch, GiB",
  ]);
  assert.deepEqual(cells.slice(2), [
    [
      "(a) Small network",
      "float32",
      "100",
      "300",
      "-",
      "200",
      "**2.00**",
      "12.0",
      "50",
      "1.00",
      "3.00",
    ],
    ["", "bf16", "400", "-", "200", "-", "**0.50**", "-", "-", "1.00", "1.50"],
    ["(b) Large <network>", "float32", "12346", "-", "-", "-", "-", "-", "-", "10.00", "-"],
  ]);
});
