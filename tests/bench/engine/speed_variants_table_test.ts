import assert from "node:assert/strict";
import { speedVariantsTable } from "../../../bench/engine/speed_variants_table.ts";
import { RESULTS } from "./_results.ts";

Deno.test("speedVariantsTable() has the time of each PyTorch variant", () => {
  const cells = speedVariantsTable(RESULTS).split("\n")
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
  assert.deepEqual(cells[0], [
    "training step, ms",
    "precision",
    "ours",
    "eager",
    "channels_last",
    "compile",
    "ratio",
    "ours, GiB",
    "PyTorch, GiB",
  ]);
  assert.deepEqual(cells.slice(2).map((line) => line.slice(2, 7)), [
    ["100", "300", "-", "200", "**2.00**"],
    ["400", "-", "200", "-", "**0.50**"],
    ["12346", "-", "-", "-", "-"],
  ]);
});
