import { inParallel } from "../../datasets/in_parallel.ts";
import { listRunFolders } from "../run/list_run_folders.ts";
import type { RunFolder } from "../run/run_folder.ts";
import type { ListedRun } from "./api.ts";
import { changeStamp } from "./change_stamp.ts";
import { hasJustChanged } from "./has_just_changed.ts";
import { listRun } from "./list_run.ts";
import { runKey } from "./run_key.ts";

/** Runs that are read at a time. */
const CONCURRENCY = 8;

/** A run as it was listed last. */
interface CachedRun {
  /** What changes when the run does; undefined if it may change without that. */
  readonly stamp: string | undefined;
  readonly listed: ListedRun;
}

/** Which runs are shown: some that are named, or all, with those that are started later. */
export class RunCatalog {
  readonly #named: readonly RunFolder[] | undefined;
  #cached: ReadonlyMap<string, CachedRun> = new Map();

  /** @param named The runs to show; if omitted, all in the folder of runs, as they are then. */
  constructor(named?: readonly RunFolder[]) {
    this.#named = named;
  }

  /** Returns the runs that there are now by their keys, the one started last first. */
  folders(): ReadonlyMap<string, RunFolder> {
    const folders = this.#named?.filter((run) => run.startedAt() !== undefined) ??
      listRunFolders().reverse();
    return new Map(folders.map((run) => [runKey(run), run]));
  }

  /** Returns the run of a key; undefined if there is none. */
  find(key: string): RunFolder | undefined {
    return this.folders().get(key);
  }

  /** Lists all runs; those whose files cannot be read with their problem. */
  async list(): Promise<ListedRun[]> {
    const entries = await inParallel([...this.folders()], CONCURRENCY, async ([key, run]) => {
      const stamp = stampOf(run);
      const cached = this.#cached.get(key);
      const isSame = stamp !== undefined && cached?.stamp === stamp;
      return [key, { stamp, listed: isSame ? cached.listed : await listRun(run) }] as const;
    });
    this.#cached = new Map(entries);
    return entries.map(([, { listed }]) => listed);
  }
}

function stampOf(run: RunFolder): string | undefined {
  try {
    const folder = changeStamp(run.path);
    if (hasJustChanged(folder)) return undefined;
    return `${folder} ${changeStamp(run.metrics)} ${run.isHeld()}`;
  } catch (error) {
    // It is listed with this problem.
    if (error instanceof Deno.errors.PermissionDenied) return undefined;
    // It was removed in between.
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
