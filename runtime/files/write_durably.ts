import { TemporaryFile } from "./temporary_file.ts";

/**
 * Writes a file that is complete once it has its final name, even after a power cut: it is written
 * under a temporary name beside it, synced, then renamed. For the name itself to survive, call
 * {@linkcode syncFolder}.
 *
 * What a process that was killed has left half written in the folder is removed, at the first call
 * for the folder.
 *
 * @param path File to write; its folder must exist.
 * @param write Writes the content to the path that it is given, where there is an empty file.
 */
export async function writeDurably(
  path: string,
  write: (temporaryPath: string) => Promise<void> | void,
): Promise<void> {
  using temporary = TemporaryFile.beside(path);
  try {
    await write(temporary.path);
    await sync(temporary.path, { read: true, write: true });
    await Deno.rename(temporary.path, path);
  } catch (error) {
    await temporary.remove();
    throw temporary.named(error);
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
