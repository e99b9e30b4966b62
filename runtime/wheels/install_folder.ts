import { dirname, join } from "node:path";
import { removeIfPresent } from "../files/remove_if_present.ts";
import { syncFolder } from "../files/write_durably.ts";
import { checkFile } from "./check_file.ts";
import { markChecked } from "./checked_mark.ts";
import { findMisfit } from "./find_misfit.ts";
import { bytesOf, requireFreeSpace } from "./free_space.ts";
import { lockFile } from "./lock_file.ts";
import type { PinnedFile } from "./pinned_folder.ts";
import type { ReportProgress } from "./progress.ts";
import { reasonOf } from "./reason_of.ts";

/** Options of {@linkcode installFolder}. */
export interface InstallFolderOptions {
  /** What the folder is to hold. */
  readonly files: readonly PinnedFile[];
  /**
   * Bytes of disk that `make` takes besides the files, until they are installed.
   *
   * @default 0
   */
  readonly workBytes?: number | undefined;
  /** Called with the progress. */
  readonly report: ReportProgress;
  /** Ends the wait for another process, and what `make` does not end itself. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Puts the files into an empty folder.
   *
   * @param work Another empty folder, for what is removed at the end.
   * @returns Where they are from, in words.
   */
  readonly make: (folder: string, work: string) => Promise<string>;
}

const PARTIAL_SUFFIX = ".partial";

/**
 * Installs files into a folder that appears complete or not at all, and only if each has the pinned
 * SHA-256. Of several processes, one installs and the others wait for it. Leftovers of killed
 * processes are removed.
 *
 * @param directory Path of the folder; its parent is created.
 * @returns Where the files are from; "cache" if another process installed them meanwhile.
 * @throws {Error} If the disk has too little room, a file is another, or `make` fails.
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function installFolder(
  directory: string,
  options: InstallFolderOptions,
): Promise<string> {
  const { files, workBytes = 0, report, signal } = options;
  const parent = dirname(directory);
  await Deno.mkdir(parent, { recursive: true });
  const onWait = () => report({ stage: "waiting", doneBytes: 0, totalBytes: 0 });
  using _lock = await lockFile(`${directory}.lock`, { onWait, signal });
  if (await findMisfit({ path: directory, files }) === null) return "cache";
  await removePartials(directory);
  await requireFreeSpace(parent, workBytes + bytesOf(files));
  const partial = `${directory}.${crypto.randomUUID()}${PARTIAL_SUFFIX}`;
  try {
    return await installInto(directory, partial, options);
  } finally {
    await removeIfPresent(partial, { recursive: true });
  }
}

async function installInto(
  directory: string,
  partial: string,
  { files, make, signal }: InstallFolderOptions,
): Promise<string> {
  const [folder, work] = [join(partial, "files"), join(partial, "work")];
  for (const path of [folder, work]) await Deno.mkdir(path, { recursive: true });
  const source = await make(folder, work);
  for (const file of files) {
    signal?.throwIfAborted();
    await checkInstalled(folder, file);
  }
  await markChecked({ path: folder, files });
  // An incomplete folder of that name: rename() would not replace it.
  await removeIfPresent(directory, { recursive: true });
  await syncFolder(folder);
  await Deno.rename(folder, directory);
  await syncFolder(dirname(directory));
  return source;
}

async function checkInstalled(folder: string, file: PinnedFile): Promise<void> {
  const path = join(folder, file.fileName);
  try {
    await checkFile(path, file);
  } catch (error) {
    throw new Error(`Cannot install ${file.fileName}: ${reasonOf(error)}`, { cause: error });
  }
  if (file.executable) await Deno.chmod(path, 0o755);
}

async function removePartials(directory: string): Promise<void> {
  const parent = dirname(directory);
  for await (const { name } of Deno.readDir(parent)) {
    const path = join(parent, name);
    if (path.startsWith(`${directory}.`) && name.endsWith(PARTIAL_SUFFIX)) {
      await removeIfPresent(path, { recursive: true });
    }
  }
}
