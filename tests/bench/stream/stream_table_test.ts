import assert from "node:assert/strict";
import { drawnStreamTable, readStreamRows } from "../../../bench/stream/draw_stream.ts";
import { streamTable } from "../../../bench/stream/stream_table.ts";

Deno.test("streamTable() has the fastest round's speed and the largest lead", () => {
  const round = {
    seconds: 2,
    videosPerSec: 12,
    maxLead: 40,
    meanLead: 30.4,
    maxHeld: 38,
    outOfOrder: 0,
    deviceWaitMs: 500,
  };
  const slower = { ...round, seconds: 4, videosPerSec: 6, maxLead: 48, meanLead: 1 };
  const table = streamTable([{ deviceMs: 300, contender: "credits", rounds: [slower, round] }]);
  const cells = table.split("\n").at(-1)!.split("|").slice(1, -1).map((cell) => cell.trim());
  assert.deepEqual(cells, ["credits", "300", "12.0", "25 %", "30", "48", "38", "0"]);
});

Deno.test("streamTable() of bench/results/stream.json is the table in docs/operators.md", async () => {
  const table = streamTable(await readStreamRows());
  assert.equal(await drawnStreamTable(), table, "draw it again: deno task bench chart");
});
