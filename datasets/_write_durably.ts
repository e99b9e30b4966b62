import { open, rename, rm } from "node:fs/promises";

/**
 * Writes a file so that, even after a power cut, what has the final name is complete: under a temporary
 * name beside it, synced, then renamed. That the name itself lasts takes {@linkcode syncFolder}.
 *
 * @param write Writes the content to the path it is given.
 */
export async function writeDurably(
  path: string,
  write: (temporaryPath: string) => Promise<void>,
): Promise<void> {
  const temporaryPath = `${path}.${crypto.randomUUID()}.part`;
  try {
    await write(temporaryPath);
    await sync(temporaryPath, "r+");
    await rename(temporaryPath, path);
  } catch (error) {
    await rm(temporaryPath, { force: true });
    throw error;
  }
}

/** Makes the names in a folder survive a power cut. Windows cannot open folders and does without. */
export async function syncFolder(path: string): Promise<void> {
  if (Deno.build.os !== "windows") await sync(path, "r");
}

async function sync(path: string, flags: "r" | "r+"): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
