import { dirname, join } from "node:path";
import { keepLoaded } from "../ffi/keep_loaded.ts";
import { isOlder } from "../install/is_older.ts";
import { ChangedFileError } from "../wheels/changed_file_error.ts";
import type { PinnedFolder } from "../wheels/pinned_folder.ts";
import { reasonOf } from "../wheels/reason_of.ts";
import { requireInstalled } from "../wheels/require_installed.ts";
import { CUDA_SETUP } from "./cuda_build.ts";
import type { CudaLibrary } from "./cuda_package.ts";
import { CUDA_PACKAGES } from "./cuda_packages.ts";
import { findLibrary, type LibrarySearch, releaseOf } from "./library_search.ts";
import { OLDEST_RELEASES } from "./oldest_releases.ts";

/** A library of CUDA, found or not found on this machine. */
export interface FoundLibrary extends CudaLibrary {
  /** Path of its file; null if it is missing. */
  readonly path: string | null;
  /** Why it cannot be used; null if it can. */
  readonly problem: string | null;
}

/**
 * Returns the folder of NVIDIA's packages beside TensorFlow's, where TensorFlow itself looks for
 * them.
 */
function packagesBeside(libraryDirectory: string): string {
  return join(dirname(libraryDirectory), "nvidia");
}

/** Options of {@linkcode findCudaLibraries}. */
export interface FindCudaOptions {
  /**
   * Whether the packages beside TensorFlow are those that this program has installed.
   *
   * @default false
   */
  readonly isOurs?: boolean | undefined;
}

/**
 * Looks for all CUDA libraries, each first in NVIDIA's packages beside TensorFlow, then on the
 * system.
 *
 * @param libraryDirectory Folder of libtensorflow_cc.so.2.
 * @returns In the order they must be opened.
 */
export async function findCudaLibraries(
  libraryDirectory: string,
  system: LibrarySearch,
  { isOurs = false }: FindCudaOptions = {},
): Promise<FoundLibrary[]> {
  const packages = packagesBeside(libraryDirectory);
  const found: FoundLibrary[] = [];
  for (const { folder, libraries, wheel } of CUDA_PACKAGES) {
    const installed = { path: join(packages, folder), files: wheel.members, command: CUDA_SETUP };
    const change = isOurs ? await findChange(installed) : null;
    for (const library of libraries) {
      const directories = [join(installed.path, "lib")];
      const path = await findLibrary(library.name, { directories, listed: new Map() });
      const location = path === null
        ? await findOnSystem(library.name, system)
        : { path, problem: change };
      found.push({ ...library, ...location });
    }
  }
  return found;
}

/** Returns what is wrong with an installed package, in words; null if nothing is. */
async function findChange(folder: PinnedFolder): Promise<string | null> {
  try {
    await requireInstalled(folder);
    return null;
  } catch (error) {
    return error instanceof ChangedFileError
      ? `${error.message}. ${error.remedy}`
      : reasonOf(error);
  }
}

/** Looks for a library on the system; one that is too old has a problem. */
export async function findOnSystem(
  name: string,
  system: LibrarySearch,
): Promise<Pick<FoundLibrary, "path" | "problem">> {
  const path = await findLibrary(name, system);
  if (path === null) return { path, problem: "not found" };
  const release = await releaseOf(path);
  const oldest = OLDEST_RELEASES.get(name);
  if (release === null || oldest === undefined || !isOlder(release, oldest)) {
    return { path, problem: null };
  }
  return { path, problem: `${path} is ${release}, older than ${oldest}` };
}

/**
 * Opens libraries until the process ends. TensorFlow asks the loader for them by name, and the
 * loader returns those that are open, wherever their files are.
 *
 * @returns The same libraries; those that the loader refused have its message as their problem.
 */
export function openLibraries(libraries: readonly FoundLibrary[]): FoundLibrary[] {
  return libraries.map((library) => {
    if (library.path === null || library.problem !== null) return library;
    try {
      keepLoaded(library.path);
      return library;
    } catch (error) {
      return { ...library, problem: reasonOf(error) };
    }
  });
}
