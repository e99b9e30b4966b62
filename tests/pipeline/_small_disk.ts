/**
 * Whether this process may mount a file system; tests of a really full disk are skipped where it
 * may not.
 */
export async function canMount(): Promise<boolean> {
  if (Deno.build.os !== "linux") return false;
  const command = new Deno.Command("unshare", { args: ["--mount", "true"], stderr: "null" });
  try {
    return (await command.output()).success && Deno.uid() === 0;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Runs a test body while a file system of 256 KiB, or so many, is mounted on a folder. */
export async function withSmallDisk(
  folder: string,
  body: () => Promise<void>,
  kibibytes = 256,
): Promise<void> {
  await run("mount", "-t", "tmpfs", "-o", `size=${kibibytes}k`, "tmpfs", folder);
  try {
    await body();
  } finally {
    await run("umount", folder);
  }
}

async function run(command: string, ...args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, { args: [...args] }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
