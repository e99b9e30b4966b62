import { cString } from "./c_string.ts";
import { loader, RESOLVE_LAZILY } from "./loader.ts";

/**
 * Loads a library so that it is never unloaded. Deno closes the libraries it has opened when the
 * process ends; TensorFlow's threads still run then, and would crash (segmentation fault).
 *
 * @param path Path of the library.
 * @returns The loader's handle.
 * @throws {Error} If the system's loader refuses it; the message is the loader's own.
 */
export function keepLoaded(path: string): Deno.PointerObject {
  const { dlopen, dlerror } = loader();
  const handle = dlopen(cString(path), RESOLVE_LAZILY | NEVER_UNLOAD);
  if (handle !== null) return handle;
  const message = dlerror();
  throw new Error(
    message === null ? `cannot load ${path}` : Deno.UnsafePointerView.getCString(message),
  );
}

/** RTLD_NODELETE of dlfcn.h. */
const NEVER_UNLOAD = 0x1000;
