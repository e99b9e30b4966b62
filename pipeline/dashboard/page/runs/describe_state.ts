import type { ListedRun } from "../../api.ts";

const STATE_WORDS: Readonly<Record<ListedRun["state"], string>> = {
  running: "training",
  finished: "finished",
  interrupted: "interrupted",
  failed: "failed",
  stopped: "stopped",
};

/** Returns the state of a run in one word, as the list shows it. */
export function stateWord(run: Pick<ListedRun, "state" | "problem">): string {
  return isUnreadable(run) ? "unreadable" : STATE_WORDS[run.state];
}

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
      return problem ??
        "Ended from outside, as by a crash; deno task train --resume continues it from its last " +
          "checkpoint";
  }
}

/** Whether the files of a run cannot be read: nobody knows how it ended then. */
function isUnreadable({ state, problem }: Pick<ListedRun, "state" | "problem">): boolean {
  return state === "stopped" && problem !== null;
}
