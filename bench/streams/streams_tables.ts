import { formatTable } from "../../pipeline/terminal/format_table.ts";
import type { RaceRound, RaceRow } from "./race_ffmpeg.ts";
import type { SimulationRow, StreamsReport } from "./streams_report.ts";

const MEBIBYTE = 2 ** 20;

/** Formats the measurements as two Markdown tables. */
export function streamsTables(
  { simulations, races }: Pick<StreamsReport, "simulations" | "races">,
) {
  return `${simulationTable(simulations)}\n\n${raceTable(races)}`;
}

function simulationTable(rows: readonly SimulationRow[]): string {
  return formatTable({
    header: [
      "device",
      "stream",
      "videos a second",
      "of the ideal",
      "lead, max",
      "decoded, max",
      "MiB of them",
      "process, MiB: first quarter",
      "last quarter",
      "out of order",
    ],
    rows: rows.map((row) => [
      row.device,
      row.contender,
      videosPerSec(row).toFixed(0),
      percent(videosPerSec(row) / row.idealVideosPerSec),
      String(row.maxLead),
      String(row.maxHeld),
      (row.maxHeldBytes / MEBIBYTE).toFixed(1),
      row.memoryMib.firstQuarter.toFixed(0),
      row.memoryMib.lastQuarter.toFixed(0),
      String(row.outOfOrder),
    ]),
  }, { markdown: true, words: 2 });
}

function raceTable(rows: readonly RaceRow[]): string {
  return formatTable({
    header: [
      "videos",
      "frames a second",
      "bare, to /dev/null",
      "bare, into a pipe",
      "of bare, /dev/null",
      "of bare, pipe",
    ],
    rows: rows.map(({ kind, frames, rounds }) => {
      const perSecond = (key: keyof RaceRound) =>
        (frames / median(rounds.map((round) => round[key]))).toFixed(0);
      const ofBare = (key: keyof RaceRound) =>
        percent(median(rounds.map((round) => round[key] / round.ours)));
      const speeds = [perSecond("ours"), perSecond("bareNull"), perSecond("barePipe")];
      return [kind, ...speeds, ofBare("bareNull"), ofBare("barePipe")];
    }),
  }, { markdown: true });
}

function videosPerSec({ videos, seconds }: SimulationRow): number {
  return videos / seconds;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** The middle value; of an even number of values the mean of the two in the middle. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [(sorted.length - 1) >> 1, sorted.length >> 1];
  return (sorted[low]! + sorted[high]!) / 2;
}
