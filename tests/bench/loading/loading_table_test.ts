import assert from "node:assert/strict";
import { drawnLoading } from "../../../bench/loading/draw_loading.ts";
import { type LoadingRow, readLoadingReport } from "../../../bench/loading/loading_report.ts";
import { loadingSection, loadingTable } from "../../../bench/loading/loading_table.ts";
import { ROOT } from "../../_sources.ts";
import { withFolder } from "../../_temporary_folder.ts";

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
  assert.equal(loadingSection(undefined), "Not measured yet.");
});

Deno.test("loadingSection() is formatted as `deno fmt` formats pages", async () => {
  const text = loadingSection(REPORT) + "\n";
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/page.md`, text);
    const { success } = await new Deno.Command(Deno.execPath(), {
      args: ["fmt", `--config=${ROOT}deno.json`, "page.md"],
      cwd: folder,
    }).output();
    assert.ok(success);
    assert.equal(await Deno.readTextFile(`${folder}/page.md`), text);
  });
});

Deno.test("docs/speed.md has the table of bench/results/loading.json", async () => {
  const again = "draw it again: deno task bench chart";
  assert.equal(await drawnLoading(), loadingSection(await readLoadingReport()), again);
});
