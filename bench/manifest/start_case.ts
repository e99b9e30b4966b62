/**
 * `start_case.ts SOURCE [FIELD=VALUE …]`: does what a training does before its first video, in a process of
 * its own, and prints what it took as JSON.
 *
 * @module
 */
import process from "node:process";
import { readManifest } from "../../datasets/mod.ts";
import { loadConfig, parseOverride } from "../../pipeline/config/config.ts";
import { divideVideos } from "../../pipeline/videos/divide_videos.ts";

/** What reading and dividing the videos took. */
export interface StartCost {
  readonly train: number;
  readonly labeled: number;
  readonly test: number;
  /** Until it is known which videos there are. */
  readonly readSeconds: number;
  /** Until they are divided and hashed. */
  readonly divideSeconds: number;
  /** Peak resident memory of the process; about 50 MiB of it is Deno itself. */
  readonly peakMebibytes: number;
}

const MILLISECONDS = 1000;

async function start(source: string, fields: readonly string[]): Promise<StartCost> {
  const data = { path: "data.source", value: source };
  const { config } = await loadConfig("motion_small", [data, ...fields.map(parseOverride)]);
  const begun = performance.now();
  const { split } = config.data;
  const manifest = await readManifest(source, split === undefined ? {} : { split });
  const read = performance.now();
  const { labeled } = divideVideos(config, manifest);
  const divided = performance.now();
  return {
    train: manifest.train.length,
    labeled: labeled.length,
    test: manifest.test.length,
    readSeconds: (read - begun) / MILLISECONDS,
    divideSeconds: (divided - read) / MILLISECONDS,
    peakMebibytes: process.resourceUsage().maxRSS / 1024,
  };
}

if (import.meta.main) {
  const [source = "", ...fields] = Deno.args;
  console.log(JSON.stringify(await start(source, fields)));
}
