import { cachedCString } from "./c_string.ts";
import { keepLoaded } from "./keep_loaded.ts";
import { loader, RESOLVE_LAZILY } from "./loader.ts";
import { quietly } from "./quietly.ts";

/** Paths of TensorFlow's two libraries. */
export interface LibraryPaths {
  /** Path of libtensorflow_framework.so.2: opened first. */
  readonly framework: string;
  /** Path of libtensorflow_cc.so.2: exports the C functions. */
  readonly library: string;
}

/** What is loaded or being loaded, by the path of the library. */
const loaded = new Map<string, Promise<readonly Deno.PointerObject[]>>();

/**
 * Loads TensorFlow's libraries, the large one on another thread, which takes 0.15 s or, where the
 * system must read it from a disk, seconds. A further call for the same ones waits for the first.
 *
 * @returns The loader's handles.
 * @throws {Error} If a file cannot be loaded; a further call then tries again.
 */
export function loadLibrary(paths: LibraryPaths): Promise<readonly Deno.PointerObject[]> {
  let loading = loaded.get(paths.library);
  if (loading === undefined) {
    loading = quietly(() => load(paths));
    loaded.set(paths.library, loading);
    loading.catch(() => loaded.delete(paths.library));
  }
  return loading;
}

async function load({ framework, library }: LibraryPaths): Promise<Deno.PointerObject[]> {
  const first = keepLoaded(framework);
  // While the loader is at it, this thread can compute, but not start other threads.
  // Deno does not keep the bytes of a nonblocking call alive: those of this path are kept.
  await loader().dlopenAside(cachedCString(library), RESOLVE_LAZILY);
  // At once if it was loaded; otherwise the loader says on this thread why not.
  return [first, keepLoaded(library)];
}
