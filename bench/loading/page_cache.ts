/**
 * Writes what is pending to disk, and lets the system forget the files that it has in memory, so that
 * they are read from disk.
 *
 * @returns Whether this process may do that: only root may.
 */
export async function dropPageCache(): Promise<boolean> {
  if (Deno.build.os !== "linux") return false;
  const script = "sync && echo 1 > /proc/sys/vm/drop_caches";
  const command = new Deno.Command("sh", { args: ["-c", script], stderr: "null" });
  return (await command.output()).success;
}
