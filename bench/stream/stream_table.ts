import { formatTable } from "../../pipeline/terminal/format_table.ts";
import type { ContenderName } from "./contenders.ts";
import type { StreamLoad } from "./load_gauge.ts";

/** The measurements of one contender with one device. */
export interface StreamRow {
  /** Time of a step on the device in milliseconds; 0 to only decode. */
  readonly deviceMs: number;
  readonly contender: ContenderName;
  readonly rounds: readonly StreamRound[];
}

/** One run of a stream. */
export interface StreamRound extends StreamLoad {
  readonly seconds: number;
  readonly videosPerSec: number;
}

/** Formats the rows as a Markdown table: the fastest round's speed, the largest lead. */
export function streamTable(rows: readonly StreamRow[]): string {
  return formatTable({
    header: [
      "stream",
      "device, ms a step",
      "videos a second",
      "device waits",
      "lead, mean",
      "lead, max",
      "decoded in memory, max",
      "out of order",
    ],
    rows: rows.map(({ contender, deviceMs, rounds }) => {
      const fastest = rounds.toSorted((a, b) => a.seconds - b.seconds)[0]!;
      const largest = (of: (round: StreamRound) => number) => Math.max(...rounds.map(of));
      const waiting = fastest.deviceWaitMs / (1000 * fastest.seconds);
      return [
        contender,
        deviceMs === 0 ? "-" : String(deviceMs),
        fastest.videosPerSec.toFixed(1),
        deviceMs === 0 ? "-" : `${(100 * waiting).toFixed(0)} %`,
        fastest.meanLead.toFixed(0),
        String(largest(({ maxLead }) => maxLead)),
        String(largest(({ maxHeld }) => maxHeld)),
        String(largest(({ outOfOrder }) => outOfOrder)),
      ];
    }),
  }, { markdown: true });
}
