import assert from "node:assert/strict";
import { readReport } from "../../../bench/_report.ts";
import { drawnLoading } from "../../../bench/loading/draw_loading.ts";
import type { LoadingReport, LoadingRow } from "../../../bench/loading/loading_report.ts";
import { loadingSection, loadingTable } from "../../../bench/loading/loading_table.ts";
import { requireFormatted } from "../_formatted_page.ts";

const ROW: LoadingRow = {
  videos: "as they are: mpeg4, 320×240",
  files: 144,
  windows: 144,
  frames: 15,
  width: 171,
  height: 128,
  processes: 2,
  loaders: [
    { loader: "ours", seconds: [4, 6, 5], starts: 144 },
    {
      loader: "pyav",
      seconds: [6, 6, 12],
      version: "PyAV 1",
      difference: { mean: 0.25, notable: 0.001, worst: { mean: 1, window: 0, frame: 0 } },
    },
  ],
  skipped: ["torchcodec (no module)"],
};

const REPORT = {
  hardware: "a machine, 2 cores",
  deno: "1.0.0",
  measured: "2026-11-23",
  ffmpeg: "n9",
  rows: [ROW],
};

Deno.test("loadingTable() has medians of the rounds, and of the rounds' ratios", () => {
  const [, , ours, pyav] = loadingTable([ROW]).split("\n")
    .map((line) => line.split("|").slice(3, -1).map((cell) => cell.trim()));
  assert.deepEqual(ours, ["28.8", "1.00", "144", "–", "–"]);
  assert.deepEqual(pyav, ["24.0", "1.50", "–", "0.25", "0.10 %"]);
});

Deno.test("loadingSection() names versions, and what was not measured", () => {
  const section = loadingSection(REPORT)
    .replaceAll("\n", " ");
  assert.match(
    section,
    / ffmpeg n9; PyAV 1\. Not measured: as they are: .*: torchcodec \(no module\)\.$/,
  );
  assert.match(section, /medians of 3 rounds/);
});

Deno.test("loadingSection() is formatted as `deno fmt` formats pages", async () => {
  const text = loadingSection(REPORT) + "\n";
  await requireFormatted(text);
});

Deno.test("docs/speed.md has the table of bench/results/loading.json", async () => {
  const again = "draw it again: deno task bench chart";
  assert.equal(
    await drawnLoading(),
    loadingSection(await readReport<LoadingReport>("loading")),
    again,
  );
});
