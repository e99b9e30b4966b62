import { keepLoaded } from "../ffi/keep_loaded.ts";
import type { LibraryPaths } from "../ffi/library.ts";
import { quietly } from "../ffi/quietly.ts";

/**
 * Asks TensorFlow's C library for its version. Loads it into this process, where it stays.
 *
 * @returns For example "2.21.0".
 * @throws {Error} If the files are not libraries that this process can load.
 */
export function tensorFlowVersion(
  libraries: LibraryPaths,
): string {
  const { symbols } = quietly(() => {
    keepLoaded(libraries.framework);
    keepLoaded(libraries.library);
    return Deno.dlopen(libraries.library, FUNCTIONS);
  });
  const version = symbols.TF_Version();
  if (version === null) throw new Error(`TF_Version() of ${libraries.library} returns nothing`);
  return Deno.UnsafePointerView.getCString(version);
}

const FUNCTIONS = { TF_Version: { parameters: [], result: "pointer" } } as const;
