/**
 * Reads files of /proc and /sys by `cat`: Deno itself reads there only if all permissions are granted
 * at once.
 *
 * @returns The files, one after the other; null if one cannot be read, or in an image without `cat`.
 */
export function readByCat(...paths: readonly string[]): string | null {
  try {
    const { success, stdout } = new Deno.Command("cat", {
      args: [...paths],
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
