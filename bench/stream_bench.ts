import { parseArgs } from "node:util";
import { locateFfmpeg } from "../datasets/mod.ts";
import { currentSetting, writeReport } from "./_report.ts";
import {
  type ContenderName,
  CONTENDERS,
  runContender,
  type StreamCase,
  videosPerStep,
} from "./stream/contenders.ts";
import { drawStream } from "./stream/draw_stream.ts";
import { makeOrder, windowDecoder } from "./stream/make_order.ts";
import { type StreamRound, type StreamRow, streamTable } from "./stream/stream_table.ts";

/** Steps before the measurements, in which every video is shown at least once. */
const WARM_UP_STEPS = 10;

/**
 * Streams videos from ffmpeg to a device of fixed speed, by credits and by a plain `mergeMap`, in
 * turns. Measures how many videos are between source and device, and how fast the stream is.
 *
 * Options: `--steps N`, `--rounds N`, `--delays 0,500,2000` (milliseconds of a step on the device;
 * 0 only decodes), `--note TEXT` (written to the results file). The table of docs/operators.md is
 * drawn again at the end.
 */
export async function bench(): Promise<void> {
  const { steps, rounds, delays, note } = readOptions(Deno.args.slice(1));
  const { path: ffmpegPath } = await locateFfmpeg();
  const folder = await Deno.makeTempDir({ prefix: "stream-bench-" });
  try {
    const decoding = {
      order: await makeOrder(folder, ffmpegPath),
      load: windowDecoder(ffmpegPath),
      concurrency: navigator.hardwareConcurrency,
    };
    // Probes every video once and lets V8 compile.
    await runContender("credits", { ...decoding, steps: WARM_UP_STEPS, deviceMs: 0 });
    const rows: StreamRow[] = [];
    for (const deviceMs of delays) {
      rows.push(...await compareStreams({ ...decoding, steps, deviceMs }, rounds));
      console.error(`measured a device of ${deviceMs} ms a step`);
    }
    console.log(streamTable(rows));
    const { order, concurrency } = decoding;
    const videos = videosPerStep(order);
    await writeReport("stream", {
      ...currentSetting(),
      measured: new Date().toISOString().slice(0, 10),
      note,
      steps,
      videosPerStep: videos,
      credits: 2 * videos,
      concurrency,
      rows,
    });
    console.log(`wrote ${await drawStream(rows)}`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The options of the bench from its arguments. */
function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      steps: { type: "string", default: "20" },
      rounds: { type: "string", default: "3" },
      delays: { type: "string", default: "0,500,2000" },
      note: { type: "string" },
    },
  });
  return {
    steps: Number(values.steps),
    rounds: Number(values.rounds),
    delays: values.delays.split(",").map(Number),
    note: values.note,
  };
}

/** Runs the contenders in turns, so that the machine's other work slows both alike. */
async function compareStreams(streamCase: StreamCase, rounds: number): Promise<StreamRow[]> {
  const { deviceMs, steps, order } = streamCase;
  const names = Object.keys(CONTENDERS) as ContenderName[];
  const rows = names.map((contender) => ({ deviceMs, contender, rounds: [] as StreamRound[] }));
  for (let round = 0; round < rounds; round++) {
    for (const row of rows) {
      const run = await runContender(row.contender, streamCase);
      row.rounds.push({ ...run, videosPerSec: steps * videosPerStep(order) / run.seconds });
    }
  }
  return rows;
}
