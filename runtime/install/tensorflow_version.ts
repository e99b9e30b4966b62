import { type LibraryPaths, loadLibrary } from "../ffi/load_library.ts";

/**
 * Asks TensorFlow's C library for its version. Loads it into this process, where it stays.
 *
 * @returns For example "2.21.0".
 * @throws {Error} If the files are not libraries that this process can load.
 */
export async function tensorFlowVersion(
  libraries: LibraryPaths,
): Promise<string> {
  await loadLibrary(libraries);
  const { symbols } = Deno.dlopen(libraries.library, FUNCTIONS);
  const version = symbols.TF_Version();
  if (version === null) throw new Error(`TF_Version() of ${libraries.library} returns nothing`);
  return Deno.UnsafePointerView.getCString(version);
}

const FUNCTIONS = { TF_Version: { parameters: [], result: "pointer" } } as const;
