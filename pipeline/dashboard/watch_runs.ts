import { concatMap, defer, EMPTY, from, mergeMap, type Observable, of, share, timer } from "rxjs";
import type { RunFolder } from "../run/run_folder.ts";
import { requirePlainFiles } from "../run/require_plain_files.ts";
import { describeError } from "../terminal/describe_error.ts";
import type { LiveEvent } from "./api.ts";
import type { RunCatalog } from "./run_catalog.ts";
import { runKey } from "./run_key.ts";
import { type RunChange, RunWatch } from "./run_watch.ts";

/** Options of {@linkcode watchRuns}. */
export interface WatchRunsOptions {
  /**
   * Milliseconds between two looks at the files.
   *
   * @default 1000
   */
  readonly everyMilliseconds?: number | undefined;
}

/**
 * Emits what changes in runs, to all subscribers the same: the files are looked at once however many
 * there are, and not at all while there are none.
 *
 * ```
 * looks    ----o----o----o----o----
 * changes  ----s---------(sv)------
 * ```
 *
 * What there is when the first one subscribes is not emitted: ask for it afterwards. Errors if the
 * folder of runs cannot be read.
 */
export function watchRuns(
  catalog: RunCatalog,
  { everyMilliseconds = 1000 }: WatchRunsOptions = {},
): Observable<LiveEvent> {
  return defer(() => {
    const watch = new RunWatch(catalog);
    return timer(everyMilliseconds, everyMilliseconds).pipe(mergeMap(() => watch.changes()));
  }).pipe(
    concatMap((change) => eventsOf(change, catalog)),
    share(),
  );
}

function eventsOf(change: RunChange, catalog: RunCatalog): Observable<LiveEvent> {
  if (change.what !== "stream") return of(change);
  const run = catalog.find(change.run);
  return run === undefined ? EMPTY : from(readStream(run));
}

/** The state of a stream is so small that it is sent at once. */
async function readStream(run: RunFolder): Promise<LiveEvent> {
  const key = runKey(run);
  try {
    requirePlainFiles(run);
    const state = await run.readStream();
    // It was removed in between.
    if (state === undefined) return { what: "runs" };
    return { what: "stream", run: key, state };
  } catch (error) {
    return { what: "problem", run: key, problem: describeError(error) };
  }
}
