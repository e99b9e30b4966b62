import { join } from "node:path";
import type { FileDigest } from "../../runtime/wheels/check_file.ts";
import { installFolder } from "../../runtime/wheels/install_folder.ts";
import type { PinnedFolder } from "../../runtime/wheels/pinned_folder.ts";
import { requireInstalled } from "../../runtime/wheels/require_installed.ts";

/** Name of the program in its folder of the user's cache. */
export const PROGRAM = "ffmpeg";

/** Returns the folder of the user's cache that holds nothing but a pinned ffmpeg. */
export function programFolder(path: string, { bytes, sha256 }: FileDigest): PinnedFolder {
  return {
    path,
    files: [{ fileName: PROGRAM, bytes, sha256, executable: true }],
    command: "deno task setup",
  };
}

/** Returns the path of the program in its folder. */
export function programPath(folder: PinnedFolder): string {
  return join(folder.path, PROGRAM);
}

/**
 * Returns the path of a pinned ffmpeg that is installed.
 *
 * @throws {ChangedFileError} If it was changed after it had been installed.
 * @throws {Error} If there is none.
 */
export async function findPinnedProgram(folder: PinnedFolder): Promise<string> {
  await requireInstalled(folder);
  return programPath(folder);
}

/**
 * Installs a copy of a program into its folder, if it is the pinned one.
 *
 * @throws {Error} If it is another, or cannot be copied.
 */
export async function installCopy(folder: PinnedFolder, original: string): Promise<void> {
  await installFolder(folder.path, {
    files: folder.files,
    report: () => {},
    async make(target) {
      await Deno.copyFile(original, join(target, PROGRAM));
      return original;
    },
  });
}

/** Returns the words for this machine in tables of programs: "linux x86_64". */
export function machineName(): string {
  return `${Deno.build.os} ${Deno.build.arch}`;
}
