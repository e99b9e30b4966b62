import { delimiter, join } from "node:path";

/**
 * Returns the path of the first file named ffmpeg in a list of folders.
 *
 * @param folders Folders, separated as in the variable PATH.
 * @throws {Error} If none has it.
 */
export async function findOnPath(folders: string): Promise<string> {
  const name = Deno.build.os === "windows" ? "ffmpeg.exe" : "ffmpeg";
  for (const folder of folders.split(delimiter)) {
    const path = join(folder, name);
    try {
      if (folder !== "" && (await Deno.stat(path)).isFile) return path;
    } catch (error) {
      // A folder in PATH may be missing or closed to this user.
      if (error instanceof Deno.errors.NotCapable) throw error;
    }
  }
  throw new Error("none of its folders has ffmpeg");
}
