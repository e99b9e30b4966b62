/**
 * `start_case.ts SOURCE [FIELD=VALUE …]`: reads and divides the videos as a training run does
 * before its first one, in a process of its own, and prints the cost as JSON.
 *
 * @module
 */
import process from "node:process";
import { readManifest } from "../../datasets/mod.ts";
import { loadConfig, parseOverride } from "../../pipeline/config/config.ts";
import { divideVideos } from "../../pipeline/videos/divide_videos.ts";

/** Cost of reading and dividing the videos. */
export interface StartCost {
  /** Training videos. */
  readonly train: number;
  /** Those of them that are labeled. */
  readonly labeled: number;
  /** Test videos. */
  readonly test: number;
  /** Seconds of reading the list of videos. */
  readonly readSeconds: number;
  /** Seconds of dividing and hashing it. */
  readonly divideSeconds: number;
  /** Peak resident memory of the process; about 50 MiB of it is Deno itself. */
  readonly peakMebibytes: number;
}

const MILLISECONDS = 1000;

async function measureStart(source: string, fields: readonly string[]): Promise<StartCost> {
  const data = { path: "data.source", value: source };
  const { config } = await loadConfig("motion_small", [data, ...fields.map(parseOverride)]);
  const startedAt = performance.now();
  const { split } = config.data;
  const manifest = await readManifest(source, split === undefined ? {} : { split });
  const readAt = performance.now();
  const { labeled } = divideVideos(config, manifest);
  const dividedAt = performance.now();
  return {
    train: manifest.train.length,
    labeled: labeled.length,
    test: manifest.test.length,
    readSeconds: (readAt - startedAt) / MILLISECONDS,
    divideSeconds: (dividedAt - readAt) / MILLISECONDS,
    peakMebibytes: process.resourceUsage().maxRSS / 1024,
  };
}

if (import.meta.main) {
  const [source = "", ...fields] = Deno.args;
  console.log(JSON.stringify(await measureStart(source, fields)));
}
