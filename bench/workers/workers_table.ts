import { formatTable, type Table } from "../../pipeline/terminal/format_table.ts";
import { besidePeers, measuresOf } from "./setup_measures.ts";
import { wrapped } from "../_wrapped.ts";
import type { WorkersReport, WorkersRow } from "./workers_report.ts";

/** Returns header and cells of the table of one row. */
export function workersRows(row: WorkersRow): Table {
  return {
    header: [
      `(${row.row}) ${row.title}`,
      "clips/s",
      "ratio",
      "not computing, %",
      "waiting, %",
      "sent a step, MB",
      "exchange alone, ms",
      "memory, GiB",
    ],
    rows: row.setups.map((setup) => {
      const measures = measuresOf(setup, row);
      return [
        setup.name,
        measures.clipsPerSec.toPrecision(3),
        cell(measures.ratio, (ratio) => `**${ratio.toFixed(2)}**`),
        cell(measures.exchangeShare, percent),
        setup.areJoined && setup.engine === "ours" ? percent(measures.waitShare) : "-",
        cell(measures.sentBytesPerStep, (bytes) => (bytes / 1e6).toFixed(1)),
        cell(measures.exchangeSec, (seconds) => (1000 * seconds).toFixed(0)),
        (measures.memory / 2 ** 30).toFixed(2),
      ];
    }),
  };
}

/** Formats a report as the Markdown of docs/scale-out.md. */
export function workersTables({ rows, hardware }: WorkersReport): string {
  const tables = rows.flatMap((row) => {
    const peers = besidePeers(row);
    return [
      formatTable(workersRows(row), { markdown: true, words: 1 }),
      wrapped([
        `A step has ${row.clips} clips, and its gradients are ${megabytes(row.gradientBytes)} MB.`,
        ...peers === null ? [] : [
          `Two workers are ${peers.toFixed(2)} times as fast as the fastest two of PyTorch.`,
        ],
        describeTurns(row),
        ...row.skipped.length === 0 ? [] : [`Not measured: ${row.skipped.join("; ")}.`],
      ].join(" ")),
    ];
  });
  return [...tables, wrapped(`Measured on ${hardware}.`)].join("\n\n");
}

/** Says how much was measured of each setup. */
function describeTurns({ setups }: WorkersRow): string {
  const turns = Math.min(...setups.map(({ turns }) => turns.length));
  const steps = setups[0]?.turns[0]?.processes[0]?.seconds.length ?? 0;
  return `${turns === 1 ? "One turn" : `Medians of ${turns} turns`} of ${steps} steps each.`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

function percent(share: number): string {
  return (100 * share).toFixed(0);
}

function cell(value: number | null, format: (value: number) => string): string {
  return value === null ? "-" : format(value);
}
