import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { libc } from "./libc.ts";

/**
 * Returns free memory to the system: JavaScript's garbage, which is collected late while its heap is small
 * beside the native memory that it holds, and freed memory that the C library keeps. TensorFlow's tensors,
 * for which it asks the system itself, need it. Takes about 0.1 s.
 */
export function returnFreedMemory(): void {
  collectGarbage ??= garbageCollector();
  collectGarbage();
  libc().malloc_trim?.(0n);
}

let collectGarbage: (() => void) | undefined;

/** Returns V8's own collector, which only contexts made under this flag can see. */
function garbageCollector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc");
}
