import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeAtomically } from "../pipeline/run/files.ts";
import { formatTable } from "../pipeline/terminal/format_table.ts";
import { makeDatabase, makeVideos, VIDEOS } from "./manifest/make_videos.ts";
import type { StartCost } from "./manifest/start_case.ts";

const RESULTS = new URL("./results/manifest.json", import.meta.url);
const CASE = fileURLToPath(new URL("./manifest/start_case.ts", import.meta.url));

/** Times that each case is measured; the first also warms the file system's cache. */
const ROUNDS = 3;

/**
 * How long a training on 240,000 videos takes to know its videos, and how much memory: from class
 * folders, from annotations, and from a database of `data index`. Needs 2 GB of disk for a while.
 */
export async function bench(): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "manifest-bench-" });
  try {
    console.error(`making ${VIDEOS} files`);
    const { folders, annotated } = await makeVideos(folder);
    const database = join(folder, "videos.sqlite");
    await makeDatabase(folders, database);
    const sources = { "class folders": folders, annotations: annotated, database };
    const rows = [];
    for (const [source, path] of Object.entries(sources)) {
      const rounds: StartCost[] = [];
      for (let round = 0; round < ROUNDS; round++) rounds.push(await startOnce(path));
      rows.push({ source, rounds });
    }
    const report = {
      hardware: `${cpus()[0]?.model.trim()}, ${navigator.hardwareConcurrency} cores`,
      deno: Deno.version.deno,
      videos: VIDEOS,
      rows,
    };
    const text = JSON.stringify(report, null, 2) + "\n";
    await writeAtomically(fileURLToPath(RESULTS), (path) => Deno.writeTextFile(path, text));
    const header = [`${VIDEOS} videos from`, "read, s", "divide, s", "peak memory, MiB"];
    const cells = rows.map(({ source, rounds }) => {
      const fastest = (of: (cost: StartCost) => number) => Math.min(...rounds.map(of));
      return [
        source,
        fastest(({ readSeconds }) => readSeconds).toFixed(1),
        fastest(({ divideSeconds }) => divideSeconds).toFixed(1),
        Math.max(...rounds.map(({ peakMebibytes }) => peakMebibytes)).toFixed(0),
      ];
    });
    console.log(formatTable({ header, rows: cells }, { markdown: true }));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function startOnce(source: string): Promise<StartCost> {
  const permissions = ["--allow-read", "--allow-env", "--allow-sys"];
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", ...permissions, CASE, source],
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`Reading the videos of '${source}' failed`);
  const cost: StartCost = JSON.parse(new TextDecoder().decode(stdout));
  if (cost.train + cost.test !== VIDEOS) {
    throw new Error(`'${source}' gave ${JSON.stringify(cost)}`);
  }
  return cost;
}
