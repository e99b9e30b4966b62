import { dirname, join } from "node:path";
import { keepLoaded } from "../ffi/keep_loaded.ts";
import { isOlder } from "../install/is_older.ts";
import { reasonOf } from "../wheels/provision_error.ts";
import { CUDA_PACKAGES, type CudaLibrary, OLDEST_RELEASES } from "./cuda_packages.ts";
import { findLibrary, type LibrarySearch, releaseOf } from "./library_search.ts";

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
): Promise<FoundLibrary[]> {
  const packages = packagesBeside(libraryDirectory);
  const found = CUDA_PACKAGES.map(({ folder, libraries }) =>
    libraries.map(async (library) => {
      const directories = [join(packages, folder, "lib")];
      const path = await findLibrary(library.name, { directories, listed: new Map() });
      if (path !== null) return { ...library, path, problem: null };
      return { ...library, ...await findOnSystem(library.name, system) };
    })
  );
  return await Promise.all(found.flat());
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
