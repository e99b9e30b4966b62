import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { positiveInteger } from "./_positive_integer.ts";
import { locateFfmpeg } from "../datasets/mod.ts";
import { currentSetting, writeReport } from "./_report.ts";
import { type ContenderName, CONTENDERS } from "./streams/contenders.ts";
import { drawStreams } from "./streams/draw_streams.ts";
import { raceFfmpeg, type RaceRow } from "./streams/race_ffmpeg.ts";
import { VIDEO_KINDS, type VideoKind } from "./streams/real_videos.ts";
import type { SimulationRun } from "./streams/run_simulation.ts";
import {
  CLIP_BYTES,
  CREDITS,
  DECODERS,
  type DeviceName,
  DEVICES,
  drawWork,
  idealVideosPerSec,
  VIDEOS_PER_STEP,
} from "./streams/simulated_case.ts";
import type { SimulationRow } from "./streams/streams_report.ts";
import { streamsTables } from "./streams/streams_tables.ts";

const SIMULATION = fileURLToPath(new URL("./streams/run_simulation.ts", import.meta.url));

const SEED = 1;

/** How much is measured. */
interface Extent {
  /** Videos of each simulated stream, rounded up to whole steps. */
  readonly videos: number;
  /** Real videos of each kind. */
  readonly files: number;
  /** Steps of their windows in a round. */
  readonly steps: number;
  readonly rounds: number;
}

const WHOLE: Extent = { videos: 10_000, files: 24, steps: 10, rounds: 5 };

const QUICK: Extent = { videos: 48, files: 3, steps: 1, rounds: 1 };

/**
 * Measures streams of videos to a device. First 10,000 simulated videos each to a fast, a slow and
 * a stuttering device: by credits, by a plain `mergeMap`, and by IxJS, against the ideal. Then real
 * videos: our decoding against bare ffmpeg processes that do the same work. Takes ten minutes.
 *
 * Options: `--quick` (a few videos, nothing is written), `--videos N` (simulated ones), `--steps N`
 * and `--rounds N` (of real ones), `--note TEXT` (written to the results file). The tables of
 * docs/operators.md are drawn again at the end.
 */
export async function bench(): Promise<void> {
  const { quick, note, extent } = readOptions(Deno.args.slice(1));
  const { path: ffmpegPath, version } = await locateFfmpeg();
  const before = loadNow();
  const simulations = await simulateAll(Math.ceil(extent.videos / VIDEOS_PER_STEP));
  const races: RaceRow[] = [];
  for (const kind of Object.keys(VIDEO_KINDS) as VideoKind[]) {
    races.push(await raceFfmpeg(kind, { ffmpegPath, ...extent }));
    console.error(`decoded: ${kind}`);
  }
  const report = {
    ...currentSetting(),
    measured: new Date().toISOString().slice(0, 10),
    note,
    ffmpeg: version,
    load: { before, after: loadNow() },
    credits: CREDITS,
    decoders: DECODERS,
    clipBytes: CLIP_BYTES,
    simulations,
    races,
  };
  console.log(streamsTables(report));
  if (quick) return;
  await writeReport("streams", report);
  console.log(`wrote ${await drawStreams(report)}`);
}

/** Mean number of processes that ran or wanted to, over the last minute. */
function loadNow(): number {
  const [lastMinute = NaN] = Deno.loadavg();
  return lastMinute;
}

/**
 * The options of the bench from its arguments.
 *
 * @throws {RangeError} If a number is not a positive integer.
 */
function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: "boolean", default: false },
      videos: { type: "string" },
      steps: { type: "string" },
      rounds: { type: "string" },
      note: { type: "string" },
    },
  });
  const { quick, note } = values;
  const usual = quick ? QUICK : WHOLE;
  const read = (name: "videos" | "steps" | "rounds") => {
    const text = values[name];
    return text === undefined ? usual[name] : positiveInteger(name, text);
  };
  const extent: Extent = {
    ...usual,
    videos: read("videos"),
    steps: read("steps"),
    rounds: read("rounds"),
  };
  return { quick, note, extent };
}

async function simulateAll(steps: number): Promise<SimulationRow[]> {
  const rows: SimulationRow[] = [];
  for (const device of Object.keys(DEVICES) as DeviceName[]) {
    const ideal = idealVideosPerSec(drawWork(device, { steps, seed: SEED }));
    for (const contender of Object.keys(CONTENDERS) as ContenderName[]) {
      const run = await simulate([contender, device, String(steps), String(SEED)]);
      rows.push({ device, contender, idealVideosPerSec: ideal, ...run });
      console.error(`streamed: ${contender}, ${device} device`);
    }
  }
  return rows;
}

/** Runs a stream in a process of its own, as its memory is measured. */
async function simulate(words: readonly string[]): Promise<SimulationRun> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--allow-env", SIMULATION, ...words],
    stderr: "inherit",
  }).output();
  if (success) return JSON.parse(new TextDecoder().decode(stdout));
  throw new Error(`Cannot measure '${words.join(" ")}' as its process must succeed: it has failed`);
}
