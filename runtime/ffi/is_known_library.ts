import { cString } from "./c_string.ts";
import { loader, RESOLVE_LAZILY } from "./loader.ts";

/**
 * Whether the system's loader finds a library by its name, be it one that it can load or not. Loads
 * it if it can.
 *
 * @param name For example "libm.so.6".
 */
export function isKnownLibrary(name: string): boolean {
  const { dlopen, dlerror } = loader();
  if (dlopen(cString(name), RESOLVE_LAZILY) !== null) return true;
  const message = dlerror();
  return message !== null &&
    !Deno.UnsafePointerView.getCString(message).includes(`${name}: cannot open shared object file`);
}
