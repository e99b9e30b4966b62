import assert from "node:assert/strict";
import { methodsTable, peakShare } from "../../../bench/methods/methods_table.ts";

const COST = {
  seconds: [0.4, 0.1, 0.2],
  flop: 3e9,
  peakFlopPerSecond: 30e9,
  memory: 1.5 * 2 ** 30,
};

Deno.test("peakShare() is that of the median step", () => {
  assert.equal(peakShare(COST), 0.5);
});

Deno.test("methodsTable() has a row for each method and size", () => {
  const [, , row] = methodsTable([{ method: "ltg", size: "small", ...COST }]).split("\n");
  const cells = row!.split("|").map((cell) => cell.trim()).slice(1, -1);
  const title = "built-in small networks, 32×32, 4 + 20 videos";
  assert.deepEqual(cells, ["ltg", title, "200", "3.00", "50", "1.50"]);
});
