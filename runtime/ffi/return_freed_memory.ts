import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { libc } from "./libc.ts";

/**
 * Returns free memory to the system, from where TensorFlow takes the memory of its tensors:
 * JavaScript's garbage, which is collected late because its heap is small compared with the native
 * memory behind it, and freed memory that the C library keeps. Takes about 0.1 s.
 */
export function returnFreedMemory(): void {
  collectGarbage ??= garbageCollector();
  collectGarbage();
  libc().malloc_trim?.(0n);
}

let collectGarbage: (() => void) | undefined;

/** Returns V8's own collector, which is visible only in contexts made under this flag. */
function garbageCollector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc");
}
