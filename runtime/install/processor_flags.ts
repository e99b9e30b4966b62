import { readByCat } from "./_read_by_cat.ts";

/**
 * Returns the processor's features by their names in /proc/cpuinfo ("avx2", "amx_bf16" …; on ARM
 * "asimd" …).
 *
 * @returns null if they cannot be read: outside Linux, or in an image without `cat`.
 */
export function processorFlags(): ReadonlySet<string> | null {
  if (Deno.build.os !== "linux") return null;
  const text = readByCat("/proc/cpuinfo");
  const line = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(text ?? "");
  return line?.[1] === undefined ? null : new Set(line[1].split(/\s+/));
}
