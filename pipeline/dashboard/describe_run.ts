import { leavesOf } from "../config/leaves_of.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { RunPart } from "../run/run_record.ts";
import { readOverview } from "../runs/read_overview.ts";
import type { RunDetails } from "./api.ts";
import { describeListed } from "./describe_listed.ts";

/**
 * Reads all that is known of a run without its metrics and videos.
 *
 * @throws {RunFolderError} If a file is broken.
 */
export async function describeRun(run: RunFolder): Promise<RunDetails> {
  const read = await readOverview(run);
  const listed = await describeListed(run, read);
  const settings = Object.fromEntries(leavesOf(read.config));
  const threshold = settings["method.threshold"];
  const part = read.record?.parts.at(-1);
  return {
    ...listed,
    classes: read.results?.classes ?? (await run.readVideos())?.classes ?? null,
    threshold: typeof threshold === "number" ? threshold : null,
    settings,
    command: part?.command ?? null,
    machine: part === undefined ? null : describeMachine(part),
  };
}

function describeMachine({ host, libraries }: RunPart): string {
  const { processor, threads, system } = host;
  const machine = `${processor}, ${threads} threads, ${system}`;
  if (libraries === null) return machine;
  return `${machine}; TensorFlow ${libraries.tensorflow} on ${libraries.device}`;
}
