import { endProcess } from "../../runtime/ffi/end_process.ts";
import { whenParentEnds } from "../program/when_parent_ends.ts";

/** Time to end in order: to say why, to remove temporary files. */
const GRACE_MILLISECONDS = 3000;

/** Ends this process soon after the end of the one that has started it. */
export function endWithParent(): void {
  whenParentEnds(() => {
    // It keeps no process alive.
    Deno.unrefTimer(setTimeout(() => endProcess(1), GRACE_MILLISECONDS));
  });
}
