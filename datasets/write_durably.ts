import { dirname, join } from "node:path";
import { removeIfPresent } from "./remove_if_present.ts";

/**
 * Writes a file that is complete once it has its final name, even after a power cut: it is written
 * under a temporary name beside it, synced, then renamed. For the name itself to survive, call
 * {@linkcode syncFolder}.
 *
 * @param path File to write; its folder must exist.
 * @param write Writes the content to the path it is given.
 */
export async function writeDurably(
  path: string,
  write: (temporaryPath: string) => Promise<void> | void,
): Promise<void> {
  // Without the name of the file, which may be as long as a name may be.
  const temporaryPath = join(dirname(path), `.${crypto.randomUUID()}.partial`);
  try {
    await write(temporaryPath);
    await sync(temporaryPath, { read: true, write: true });
    await Deno.rename(temporaryPath, path);
  } catch (error) {
    await removeIfPresent(temporaryPath);
    throw error;
  }
}

/**
 * Makes the names in a folder survive a power cut. Does nothing on Windows, which cannot open
 * folders.
 */
export async function syncFolder(path: string): Promise<void> {
  if (Deno.build.os !== "windows") await sync(path, { read: true });
}

async function sync(path: string, options: Deno.OpenOptions): Promise<void> {
  using file = await Deno.open(path, options);
  await file.sync();
}
