import type { Setting } from "../_report.ts";
import type { ContenderName } from "./contenders.ts";
import type { RaceRow } from "./race_ffmpeg.ts";
import type { SimulationRun } from "./run_simulation.ts";
import type { DeviceName } from "./simulated_case.ts";

/** A contender with one simulated device. */
export interface SimulationRow extends SimulationRun {
  readonly device: DeviceName;
  readonly contender: ContenderName;
  /** What neither decoders nor device could exceed, in videos a second. */
  readonly idealVideosPerSec: number;
}

/** What `bench/results/streams.json` holds. */
export interface StreamsReport extends Setting {
  readonly measured: string;
  readonly note?: string | undefined;
  readonly ffmpeg: string;
  /** Mean numbers of processes that ran or wanted to, over the last minute. */
  readonly load: { readonly before: number; readonly after: number };
  readonly credits: number;
  readonly decoders: number;
  readonly clipBytes: number;
  readonly simulations: readonly SimulationRow[];
  readonly races: readonly RaceRow[];
}
