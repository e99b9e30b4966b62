import { firstRun } from "./first_run.ts";

/** Which runs the page shows, and which of them it shows in detail. */
export interface ChosenRuns {
  /** Keys of the runs whose curves are shown, in the order in which they were chosen. */
  readonly shown: readonly string[];
  /** Key of the run of everything else; null if there is none. */
  readonly current: string | null;
}

/** Reads the choice from the part of the page's address behind `?`. */
export function readChosenRuns(query: string): ChosenRuns {
  const fields = new URLSearchParams(query);
  const current = fields.get("run");
  const others = fields.getAll("with").filter((key) => key !== current);
  return { shown: current === null ? others : [current, ...others], current };
}

/** Writes the choice for the page's address, so that it stays after a reload. */
export function writeChosenRuns({ shown, current }: ChosenRuns): string {
  const others = shown.filter((key) => key !== current).map((key) => ["with", key]);
  const fields = current === null ? others : [["run", current], ...others];
  return `?${new URLSearchParams(fields)}`;
}

/** Shows the curves of a run, or hides them; those of the current run are always shown. */
export function toggleRun({ shown, current }: ChosenRuns, key: string): ChosenRuns {
  if (!shown.includes(key)) return { shown: [...shown, key], current: current ?? key };
  return key === current
    ? { shown, current }
    : { shown: shown.filter((run) => run !== key), current };
}

/** Makes a run the one that is shown in detail, in the position of the one before it. */
export function openRun({ shown, current }: ChosenRuns, key: string): ChosenRuns {
  if (shown.includes(key)) return { shown, current: key };
  const isAlone = shown.length === 1 && shown[0] === current;
  return { shown: isAlone ? [key] : [...shown, key], current: key };
}

/**
 * Leaves out runs that are not there any more; if none is left, the run that is under way is shown,
 * or the one that started last.
 */
export function keepKnownRuns(
  chosen: ChosenRuns,
  runs: readonly { readonly key: string; readonly state: string }[],
): ChosenRuns {
  const isKnown = (key: string | null) => runs.some((run) => run.key === key);
  const shown = chosen.shown.filter(isKnown);
  const current = isKnown(chosen.current) ? chosen.current : shown[0] ?? null;
  if (current !== null) return { shown, current };
  const first = firstRun(runs);
  return first === undefined
    ? { shown: [], current: null }
    : { shown: [first.key], current: first.key };
}
