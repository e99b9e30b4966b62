import type { RunFolder } from "../run/run_folder.ts";
import type { LiveEvent } from "./api.ts";
import { changeStamp } from "./change_stamp.ts";
import { hasJustChanged } from "./has_just_changed.ts";
import type { RunCatalog } from "./run_catalog.ts";

/** A change of a run's files, or of the list of runs. */
export type RunChange =
  | Exclude<LiveEvent, { readonly what: "connected" | "problem" | "stream" }>
  | {
    readonly what: "stream";
    readonly run: string;
  };

/** What changes when parts of a run do. */
interface RunStamps {
  /** Of the folder, in which files are replaced. */
  readonly folder: string;
  /** Whether a further change of the folder gives it another stamp. */
  readonly isSettled: boolean;
  /** Whether a process holds the run. */
  readonly isHeld: boolean;
  readonly series: string;
  readonly stream: string;
  readonly views: string;
  readonly evaluation: string;
  readonly mistakes: string;
}

/** Parts of a run that are noticed by themselves. */
const PARTS = ["series", "stream", "views", "evaluation", "mistakes"] as const;

/** Finds out what has changed in runs, by the times of their files, which costs next to nothing. */
export class RunWatch {
  readonly #catalog: RunCatalog;
  #seen: ReadonlyMap<string, RunStamps> = new Map();

  /** What there is now is not reported. */
  constructor(catalog: RunCatalog) {
    this.#catalog = catalog;
    this.#seen = this.#look();
  }

  /** Returns what has changed since it was last asked for. */
  changes(): RunChange[] {
    const before = this.#seen;
    this.#seen = this.#look();
    const changes: RunChange[] = [];
    for (const [run, now] of this.#seen) {
      const earlier = before.get(run);
      if (earlier === undefined) continue;
      for (const what of PARTS) if (now[what] !== earlier[what]) changes.push({ what, run });
    }
    return isSameList(before, this.#seen) ? changes : [{ what: "runs" }, ...changes];
  }

  #look(): ReadonlyMap<string, RunStamps> {
    const stamps = new Map<string, RunStamps>();
    for (const [key, run] of this.#catalog.folders()) {
      const now = look(run, this.#seen.get(key));
      if (now !== undefined) stamps.set(key, now);
    }
    return stamps;
  }
}

/** Looks at a run; closely only if it is held, or has just changed. Undefined if it is gone. */
function look(run: RunFolder, before: RunStamps | undefined): RunStamps | undefined {
  const folder = changeStamp(run.path);
  if (folder === "") return undefined;
  if (before?.folder === folder && !before.isHeld && before.isSettled) return before;
  try {
    return {
      folder,
      isSettled: !hasJustChanged(folder),
      isHeld: run.isHeld(),
      series: changeStamp(run.metrics),
      stream: changeStamp(run.liveStream),
      views: changeStamp(run.liveViews),
      evaluation: `${changeStamp(run.results)} ${changeStamp(run.predictions)}`,
      mistakes: changeStamp(run.mistakes),
    };
  } catch (error) {
    // It was removed in between.
    if (error instanceof Deno.errors.NotFound) return undefined;
    // It belongs to somebody else; the list says so.
    if (error instanceof Deno.errors.PermissionDenied) return undefined;
    throw error;
  }
}

/** Whether a list of runs surely says the same of them. */
function isSameList(
  before: ReadonlyMap<string, RunStamps>,
  now: ReadonlyMap<string, RunStamps>,
): boolean {
  if (before.size !== now.size) return false;
  return Array.from(now).every(([key, { folder, isSettled, isHeld }]) => {
    const earlier = before.get(key);
    if (earlier?.folder !== folder || earlier.isHeld !== isHeld) return false;
    return earlier.isSettled === isSettled;
  });
}
