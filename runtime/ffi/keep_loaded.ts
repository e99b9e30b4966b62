import { cString } from "./c_string.ts";
import { loader } from "./loader.ts";

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

/** RTLD_LAZY of dlfcn.h: resolving all of TensorFlow's functions at once takes 80 ms more. */
const RESOLVE_LAZILY = 1;

/** RTLD_NODELETE of dlfcn.h. */
const NEVER_UNLOAD = 0x1000;
