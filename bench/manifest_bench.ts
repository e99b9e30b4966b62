import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { formatTable } from "../pipeline/terminal/format_table.ts";
import { currentSetting, writeReport } from "./_report.ts";
import { makeDatabase, makeVideos, VIDEOS } from "./manifest/make_videos.ts";
import type { StartCost } from "./manifest/start_case.ts";

const CASE = fileURLToPath(new URL("./manifest/start_case.ts", import.meta.url));

/** Measurements of each case; the first also warms the file system's cache. */
const ROUNDS = 3;

/** The measurements of one source of videos. */
interface ManifestRow {
  readonly source: string;
  readonly rounds: readonly StartCost[];
}

/**
 * Measures time and memory that a training run needs to list its 240,000 videos: from class
 * folders, from annotations, and from a database of `data index`. Needs 2 GB of disk while it runs.
 */
export async function bench(): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "manifest-bench-" });
  try {
    console.error(`making ${VIDEOS} files`);
    const { folders, annotated } = await makeVideos(folder);
    const database = join(folder, "videos.sqlite");
    await makeDatabase(folders, database);
    const rows: ManifestRow[] = [];
    const sources = { "class folders": folders, annotations: annotated, database };
    for (const [source, path] of Object.entries(sources)) {
      const rounds: StartCost[] = [];
      for (let round = 0; round < ROUNDS; round++) rounds.push(await measureOnce(path));
      rows.push({ source, rounds });
    }
    await writeReport("manifest", { ...currentSetting(), videos: VIDEOS, rows });
    console.log(manifestTable(rows));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function manifestTable(rows: readonly ManifestRow[]): string {
  return formatTable({
    header: [`${VIDEOS} videos from`, "read, s", "divide, s", "peak memory, MiB"],
    rows: rows.map(({ source, rounds }) => [
      source,
      Math.min(...rounds.map(({ readSeconds }) => readSeconds)).toFixed(1),
      Math.min(...rounds.map(({ divideSeconds }) => divideSeconds)).toFixed(1),
      Math.max(...rounds.map(({ peakMebibytes }) => peakMebibytes)).toFixed(0),
    ]),
  }, { markdown: true });
}

async function measureOnce(source: string): Promise<StartCost> {
  const permissions = ["--allow-read", "--allow-env", "--allow-sys"];
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", ...permissions, CASE, source],
    stderr: "inherit",
  }).output();
  if (!success) {
    throw new Error(`Cannot measure '${source}' as its process must succeed: it has failed`);
  }
  const cost: StartCost = JSON.parse(new TextDecoder().decode(stdout));
  const videos = cost.train + cost.test;
  if (videos !== VIDEOS) {
    throw new Error(
      `Cannot measure '${source}' as it must have ${VIDEOS} videos: current value is ${videos}`,
    );
  }
  return cost;
}
