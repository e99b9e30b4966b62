import type { ListedRun } from "../../api.ts";
import { formatNumber } from "../text/format_number.ts";
import { describeState, STATE_WORDS } from "./describe_state.ts";

/** Says which runs have started or ended between two lists; empty if none. */
export function describeChanges(before: readonly ListedRun[], after: readonly ListedRun[]): string {
  const changes = after.flatMap((run) => {
    const known = before.find(({ key }) => key === run.key);
    if (known === undefined || known.state === run.state) return [];
    const state = describeState(run) || STATE_WORDS[run.state];
    return [`Run ${run.name}, step ${formatNumber(run.steps)}: ${state}.`];
  });
  return changes.join(" ");
}
