import { device } from "./device.ts";
import { processorFlags } from "./install/processor_flags.ts";

/** float32 throughout, or bfloat16 where {@linkcode mixedPrecision} uses it. */
export type Precision = "float32" | "bf16";

/** Major number of the compute capability from which NVIDIA's GPUs have bfloat16: Ampere's. */
const AMPERE = 8;

/**
 * Returns the precision in which the device computes fastest: bf16 where the processor or GPU has
 * instructions for it. TensorFlow must have been started.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { fastestPrecision, startTensorFlow } from "@actnetformer/deno/runtime";
 *
 * await startTensorFlow();
 * assert.match(fastestPrecision(), /^(float32|bf16)$/);
 * ```
 */
export function fastestPrecision(): Precision {
  const { gpuCapability } = device();
  if (gpuCapability !== null) return gpuCapability >= AMPERE ? "bf16" : "float32";
  const flags = processorFlags();
  return flags?.has("avx512_bf16") || flags?.has("amx_bf16") ? "bf16" : "float32";
}
