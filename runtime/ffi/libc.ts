/** Name by which the system's loader finds the C library. */
export const LIBC = "libc.so.6";

/** Each is there in the oldest C library that TensorFlow runs on: `dlopen` and its like are not. */
const FUNCTIONS = {
  _exit: { parameters: ["i32"], result: "void" },
  fopen: { parameters: ["buffer", "buffer"], result: "pointer" },
  getsockname: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
  getsockopt: { parameters: ["i32", "i32", "i32", "buffer", "buffer"], result: "i32" },
  setsockopt: { parameters: ["i32", "i32", "i32", "buffer", "u32"], result: "i32" },
  sched_getaffinity: { parameters: ["i32", "usize", "buffer"], result: "i32" },
  sched_setaffinity: { parameters: ["i32", "usize", "buffer"], result: "i32" },
  sched_getscheduler: { parameters: ["i32"], result: "i32" },
  sched_setscheduler: { parameters: ["i32", "i32", "buffer"], result: "i32" },
  madvise: { parameters: ["pointer", "usize", "i32"], result: "i32" },
  // Only the GNU C library has these; musl, which can be loaded by the same name, does not.
  malloc_trim: { parameters: ["usize"], result: "i32", optional: true },
  gnu_get_libc_version: { parameters: [], result: "pointer", optional: true },
} as const;

let opened: Deno.DynamicLibrary<typeof FUNCTIONS> | undefined;

/**
 * Returns the functions of the C library that this process runs on. The first call opens it; it
 * stays open.
 *
 * @throws {Deno.errors.NotCapable} If native calls are not permitted.
 * @throws {Error} If the system has no library of this name, as outside Linux.
 */
export function libc(): Deno.DynamicLibrary<typeof FUNCTIONS>["symbols"] {
  opened ??= Deno.dlopen(LIBC, FUNCTIONS);
  return opened.symbols;
}
