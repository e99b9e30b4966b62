import { roomForTensors } from "./bindings/out_of_memory.ts";
import { device } from "./device.ts";

/**
 * Returns how many bytes of memory the tensors of a function may take; undefined if that is not
 * known: on a GPU, which has memory of its own, or if reading it is not permitted.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { memoryRoom, startTensorFlow } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * const room = memoryRoom();
 * assert.ok(room === undefined || room > 0);
 * ```
 */
export function memoryRoom(): number | undefined {
  return device().kind === "cpu" ? roomForTensors() : undefined;
}
