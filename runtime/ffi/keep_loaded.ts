import { cString } from "./c_string.ts";
import { libc } from "./libc.ts";

/**
 * Loads a library so that it is never unloaded. Deno closes the libraries it has opened when the
 * process ends; TensorFlow's threads still run then, and would crash (segmentation fault).
 *
 * @param path Path of the library.
 * @throws {Error} If the system's loader refuses it; the message is the loader's own.
 */
export function keepLoaded(path: string): void {
  const { dlopen, dlerror } = libc();
  if (dlopen(cString(path), RESOLVE_NOW | NEVER_UNLOAD) !== null) return;
  const message = dlerror();
  throw new Error(
    message === null ? `cannot load ${path}` : Deno.UnsafePointerView.getCString(message),
  );
}

/** RTLD_NOW of dlfcn.h. */
const RESOLVE_NOW = 2;

/** RTLD_NODELETE of dlfcn.h. */
const NEVER_UNLOAD = 0x1000;
