import assert from "node:assert/strict";
import { readReport } from "../../../bench/_report.ts";
import { drawnStreamsTables } from "../../../bench/streams/draw_streams.ts";
import type { StreamsReport } from "../../../bench/streams/streams_report.ts";
import { streamsTables } from "../../../bench/streams/streams_tables.ts";

function cellsOf(table: string | undefined): string[] | undefined {
  return table?.split("\n").at(-1)?.split("|").slice(1, -1).map((cell) => cell.trim());
}

Deno.test("streamsTables() has shares of the ideal, and medians of the rounds", () => {
  const tables = streamsTables({
    simulations: [{
      device: "slow",
      contender: "credits",
      idealVideosPerSec: 250,
      videos: 960,
      seconds: 4,
      maxLead: 104,
      maxHeld: 100,
      maxHeldBytes: 2 ** 20,
      outOfOrder: 0,
      memoryMib: { firstQuarter: 99.6, lastQuarter: 100.4, most: 120, curve: [] },
    }],
    races: [{
      kind: "built-in, 112×112, 2 s",
      frames: 1000,
      processes: 125,
      rounds: [
        { ours: 2, bareNull: 1, barePipe: 2 },
        { ours: 4, bareNull: 3.6, barePipe: 3 },
        { ours: 10, bareNull: 8, barePipe: 10 },
      ],
    }],
  });
  const [simulations, races] = tables.split("\n\n");
  const simulated = ["slow", "credits", "240", "96.0 %", "104", "100", "1.0", "100", "100", "0"];
  assert.deepEqual(cellsOf(simulations), simulated);
  const raced = ["built-in, 112×112, 2 s", "250", "278", "333", "80.0 %", "100.0 %"];
  assert.deepEqual(cellsOf(races), raced);
});

Deno.test("streamsTables() of bench/results/streams.json are the tables in docs/operators.md", async () => {
  const tables = streamsTables(await readReport<StreamsReport>("streams"));
  assert.equal(await drawnStreamsTables(), tables, "draw them again: deno task bench chart");
});
