/**
 * Returns the processor's features by their names in /proc/cpuinfo ("avx2", "amx_bf16" …; on ARM
 * "asimd" …).
 *
 * @returns null if they cannot be read: outside Linux, or in an image without `cat`.
 */
export function processorFlags(): ReadonlySet<string> | null {
  if (Deno.build.os !== "linux") return null;
  const text = readProcessorDescription();
  const line = /^(?:flags|Features)\s*:\s*(.*)$/m.exec(text ?? "");
  return line?.[1] === undefined ? null : new Set(line[1].split(/\s+/));
}

/** Reads by `cat`: Deno itself reads in /proc only if all permissions are granted at once. */
function readProcessorDescription(): string | null {
  try {
    const { success, stdout } = new Deno.Command("cat", {
      args: ["/proc/cpuinfo"],
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).outputSync();
    return success ? new TextDecoder().decode(stdout) : null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
