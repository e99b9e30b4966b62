import { cpuInfo } from "./_cpu_info.ts";

/**
 * Returns the processor's features by their names in /proc/cpuinfo ("avx2", "amx_bf16" …; on ARM
 * "asimd" …).
 *
 * @returns null if they cannot be read: outside Linux, or in an image without `cat`.
 */
export function processorFlags(): ReadonlySet<string> | null {
  const flags = cpuInfo("flags|Features");
  return flags === null ? null : new Set(flags.split(/\s+/));
}
