/**
 * Name by which the functions of the system's loader are found: in C libraries before glibc 2.34 they
 * are in this library, in newer ones in libc.so.6, on which it depends.
 */
const LIBDL = "libdl.so.2";

const FUNCTIONS = {
  dlopen: { parameters: ["buffer", "i32"], result: "pointer" },
  /** `dlopen` on another thread. */
  dlopenAside: {
    name: "dlopen",
    parameters: ["buffer", "i32"],
    result: "pointer",
    nonblocking: true,
  },
  dlerror: { parameters: [], result: "pointer" },
  dlinfo: { parameters: ["pointer", "i32", "buffer"], result: "i32" },
  dlsym: { parameters: ["pointer", "buffer"], result: "pointer" },
} as const;

/** RTLD_LAZY of dlfcn.h: resolving all of TensorFlow's functions at once takes 80 ms more. */
export const RESOLVE_LAZILY = 1;

let opened: Deno.DynamicLibrary<typeof FUNCTIONS> | undefined;

/**
 * Returns the functions of the system's loader of libraries. The first call opens it; it stays open.
 *
 * @throws {Deno.errors.NotCapable} If native calls are not permitted.
 * @throws {Error} If the system has no library of this name, as outside Linux.
 */
export function loader(): Deno.DynamicLibrary<typeof FUNCTIONS>["symbols"] {
  opened ??= Deno.dlopen(LIBDL, FUNCTIONS);
  return opened.symbols;
}
