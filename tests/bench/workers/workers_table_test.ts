import assert from "node:assert/strict";
import { readReport } from "../../../bench/_report.ts";
import { checkRows, EXTENT, scaleRows, scaleTables } from "../../../bench/workers/scale_table.ts";
import { measuredInputs } from "../../../bench/workers/measured_inputs.ts";
import { drawnWorkers, workersSections } from "../../../bench/workers/draw_workers.ts";
import { NAMES } from "../../../bench/workers/setups.ts";
import type { WorkersReport } from "../../../bench/workers/workers_report.ts";
import { workersRows, workersTables } from "../../../bench/workers/workers_table.ts";
import { requireFormatted } from "../_formatted_page.ts";
import { madeRow } from "./_row.ts";

const ROW = madeRow({ step: ({ areJoined }) => areJoined ? 2.5 : 2 });

Deno.test("workersRows() has a row for each setup", () => {
  const { header, rows } = workersRows(ROW);
  assert.ok(rows.every((cells) => cells.length === header.length));
  const workers = rows.find(([name]) => name === NAMES.workers);
  const expected = ["8.80", "**0.80**", "20", "4", "503.3", "200", "2.00"];
  assert.deepEqual(workers?.slice(1), expected);
});

Deno.test("checkRows() compares the model with each link", () => {
  const { rows } = checkRows(ROW)!;
  assert.deepEqual(rows.map(([name]) => name), [
    NAMES.workers,
    "two hosts at 10 Gbit/s",
    "two hosts at 1 Gbit/s",
  ]);
});

Deno.test("scaleRows() has a row for each number of workers and each link", () => {
  const { rows } = scaleRows(measuredInputs(ROW)!, EXTENT);
  assert.equal(rows.length, 9);
  assert.deepEqual(rows[0]!.slice(0, 2), ["8", "25"]);
});

Deno.test("tables of workers name the hardware, and say what is an assumption", () => {
  const report = { hardware: "a machine", deno: "1.0.0", rows: [ROW] };
  assert.match(
    workersTables(report),
    /Medians of 3 turns of \d+ steps each\.\s+Measured on a machine\.$/,
  );
  assert.match(scaleTables(report), /an assumption/);
});

Deno.test("tables of workers are formatted as `deno fmt` formats pages", async () => {
  const row = { ...ROW, skipped: ["two hosts at 10 Gbit/s (network namespaces need root)"] };
  const report = {
    hardware: "a machine with a long name, 2 cores",
    deno: "1.0.0",
    rows: [row, row],
  };
  const text = [workersTables(report), scaleTables(report)].join("\n\n") + "\n";
  await requireFormatted(text);
});

Deno.test("docs/scale-out.md has the tables of bench/results/workers.json", async () => {
  const again = "draw them again: deno task bench chart";
  assert.deepEqual(
    await drawnWorkers(),
    workersSections(await readReport<WorkersReport>("workers")),
    again,
  );
});
