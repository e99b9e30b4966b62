import { median } from "../../pipeline/numbers/median.ts";
import { formatTable } from "../../pipeline/terminal/format_table.ts";
import { wrapped } from "../_wrapped.ts";
import { NOTABLE_LEVELS } from "./compare_frames.ts";
import type { LoaderName, LoaderResult, LoadingReport, LoadingRow } from "./loading_report.ts";

const NAMES: Readonly<Record<LoaderName, string>> = {
  ours: "ours",
  first: "ours, first epoch",
  fill: "ours, first epoch, kept on disk",
  warm: "ours, later epochs, from page cache",
  cold: "ours, later epochs, from disk",
  bareNull: "ffmpeg, to /dev/null",
  barePipe: "ffmpeg, into a pipe",
  pyav: "DataLoader, PyAV",
  torchcodec: "DataLoader, torchcodec",
};

/** Formats the measurements as a Markdown table, a row for each loader of each kind of videos. */
export function loadingTable(rows: readonly LoadingRow[]): string {
  return formatTable({
    header: [
      "videos",
      "loader",
      "windows a second",
      "ours is … times as fast",
      "ffmpeg processes",
      "differs, levels",
      `by more than ${NOTABLE_LEVELS}`,
    ],
    rows: rows.flatMap((row) => row.loaders.map((loader) => loaderCells(row, loader))),
  }, { markdown: true, words: 2 });
}

/** Formats the report for a page: the table, and what was measured where. */
export function loadingSection({ rows, hardware, ffmpeg }: LoadingReport): string {
  const rounds = rows[0]?.loaders[0]?.seconds.length ?? 0;
  const versions = [
    ...new Set(rows.flatMap(({ loaders }) => loaders.map(({ version }) => version))),
  ]
    .filter((version) => version !== undefined);
  const skipped = rows.flatMap((row) => row.skipped.map((line) => `${row.videos}: ${line}`));
  const extents = rows.map((row) =>
    `${row.videos}: ${row.windows} windows of ${row.files} videos, ${row.frames} frames of ` +
    `${row.width}×${row.height} pixels each, ${row.processes} decoders.`
  );
  return [
    loadingTable(rows),
    wrapped([
      ...extents,
      `Measured on ${hardware}; medians of ${rounds} rounds.`,
      `${["ffmpeg " + ffmpeg, ...versions].join("; ")}.`,
      ...skipped.map((line) => `Not measured: ${line}.`),
    ].join(" ")),
  ].join("\n\n");
}

function loaderCells(row: LoadingRow, { loader, seconds, difference, starts }: LoaderResult) {
  const ours = row.loaders.find(({ loader }) => loader === "ours")?.seconds ?? [];
  return [
    row.videos,
    NAMES[loader],
    (row.windows / median(seconds)).toFixed(1),
    median(seconds.map((value, round) => value / ours[round]!)).toFixed(2),
    starts === undefined ? "–" : String(starts),
    difference === undefined ? "–" : difference.mean.toFixed(2),
    difference === undefined ? "–" : `${(100 * difference.notable).toFixed(2)} %`,
  ];
}
