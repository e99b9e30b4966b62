import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { arch, platform } from "node:os";

const require = createRequire(import.meta.url);

/**
 * Returns the path of the binary that the npm package @ffmpeg-installer/ffmpeg contains.
 *
 * The package's own search finds it in a node_modules folder only, so its package for this platform
 * is resolved here, from the installer package as Node does. If the file in npm's cache is not
 * executable, an executable copy is put into the user's cache.
 *
 * @param directory Folder in the user's cache for the copy.
 * @throws {Error} If it has no binary for this machine.
 */
export async function findBundledBinary(directory: string): Promise<string> {
  // Only a package that is imported by name is sure to be in Deno's npm cache.
  await import("@ffmpeg-installer/ffmpeg/package.json", { with: { type: "json" } });
  const platformPackage = `@ffmpeg-installer/${platform()}-${arch()}`;
  const requireFromPackage = createRequire(
    require.resolve("@ffmpeg-installer/ffmpeg/package.json"),
  );
  let manifestPath: string;
  try {
    manifestPath = requireFromPackage.resolve(`${platformPackage}/package.json`);
  } catch (error) {
    throw new Error(`there is no npm package ${platformPackage}`, { cause: error });
  }
  const name = platform() === "win32" ? "ffmpeg.exe" : "ffmpeg";
  const { version } = JSON.parse(await Deno.readTextFile(manifestPath));
  return await runnableCopy(
    join(dirname(manifestPath), name),
    join(directory, `ffmpeg-installer-${version}`),
  );
}

/**
 * Returns the path of a program that may be executed: the original if its mode says so, or a copy.
 *
 * @param original Path of the program.
 * @param copy Path of the copy; its folder is created.
 */
export async function runnableCopy(original: string, copy: string): Promise<string> {
  const { mode, size } = await Deno.stat(original);
  if (mode === null || (mode & 0o111) !== 0) return original;
  if (await sizeOf(copy) === size) return copy;
  await Deno.mkdir(dirname(copy), { recursive: true });
  // Under another name until it is complete: several processes may do this at once.
  const partial = `${copy}.${crypto.randomUUID()}.partial`;
  try {
    await Deno.copyFile(original, partial);
    await Deno.chmod(partial, 0o755);
    await Deno.rename(partial, copy);
  } catch (error) {
    await Deno.remove(partial).catch(() => {});
    throw error;
  }
  return copy;
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await Deno.stat(path)).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
