import type { ListedRun } from "../../api.ts";

/** The state of a run in one word, as the list shows it. */
export const STATE_WORDS: Readonly<Record<ListedRun["state"], string>> = {
  running: "training",
  finished: "finished",
  interrupted: "interrupted",
  failed: "failed",
  stopped: "stopped",
};

/** Says what happens with a run, or how it ended, and what can be done then. */
export function describeState({ state, steps, problem }: ListedRun): string {
  const reason = problem === null ? "" : `: ${problem}`;
  switch (state) {
    case "running":
      return steps === 0 ? "Prepares its first step" : "";
    case "finished":
      return `Finished${reason}`;
    case "interrupted":
      return "Interrupted; deno task train --resume continues it";
    case "failed":
      return `Failed${reason}`;
    case "stopped":
      return "Ended from outside, as by a crash; deno task train --resume continues it " +
        "from its last checkpoint";
  }
}
