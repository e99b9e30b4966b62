/**
 * Calls back when the process that has started this one closes its standard input, as it does at its
 * end, however that comes. The counterpart of {@linkcode startBeside}.
 */
export function whenParentEnds(onEnd: () => void): void {
  Deno.stdin.readable.pipeTo(new WritableStream()).then(onEnd, onEnd);
}
