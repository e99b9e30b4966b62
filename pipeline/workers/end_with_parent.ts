import { endProcess } from "../../runtime/ffi/end_process.ts";

/** Time to end in order: to say why, to remove temporary files. */
const GRACE_MILLISECONDS = 3000;

/**
 * Ends this process soon after the one that has started it closes its standard input, as it does at
 * its own end, however that comes.
 */
export function endWithParent(): void {
  const end = () => {
    // It keeps no process alive.
    Deno.unrefTimer(setTimeout(() => endProcess(1), GRACE_MILLISECONDS));
  };
  Deno.stdin.readable.pipeTo(new WritableStream()).then(end, end);
}
