import { isKnownLibrary } from "../ffi/is_known_library.ts";
import { findLibrary, libraryFolders } from "./library_search.ts";
import { DRIVER_LIBRARY } from "./nvidia_driver.ts";

/**
 * Whether the library of NVIDIA's driver is anywhere on this machine: without it there is nothing
 * else to look for. Starts no program.
 */
export async function hasDriverLibrary(): Promise<boolean> {
  if (Deno.build.os !== "linux") return false;
  if (isKnownLibrary(DRIVER_LIBRARY)) return true;
  return await findLibrary(DRIVER_LIBRARY, await libraryFolders()) !== null;
}
