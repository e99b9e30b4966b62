import { device } from "./device.ts";
import { processorFlags } from "./install/processor_flags.ts";

/** float32 throughout, or bfloat16 where {@link mixedPrecision} puts it. */
export type Precision = "float32" | "bf16";

/** Compute capability (its major number) from which NVIDIA's GPUs have bfloat16: Ampere's. */
const AMPERE = 8;

/**
 * The precision in which the device computes fastest: bf16 where the processor or GPU has instructions
 * for it. The device must be open.
 */
export function fastestPrecision(): Precision {
  const { gpuCapability } = device();
  if (gpuCapability !== null) return gpuCapability >= AMPERE ? "bf16" : "float32";
  const flags = processorFlags();
  return flags?.has("avx512_bf16") || flags?.has("amx_bf16") ? "bf16" : "float32";
}
