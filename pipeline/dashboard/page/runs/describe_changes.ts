import type { ListedRun } from "../../api.ts";
import { formatNumber } from "../text/format_number.ts";
import { describeState, stateWord } from "./describe_state.ts";

/** Says which runs that were listed before have started again or ended; empty if none. */
export function describeChanges(before: readonly ListedRun[], after: readonly ListedRun[]): string {
  const changes = after.flatMap((run) => {
    const known = before.find(({ key }) => key === run.key);
    if (known === undefined || known.state === run.state) return [];
    const state = describeState(run) || stateWord(run);
    return [`Run ${run.name}, step ${formatNumber(run.steps)}: ${state}.`];
  });
  return changes.join(" ");
}
