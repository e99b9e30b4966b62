/**
 * Runs `load`, which opens TensorFlow, so that TensorFlow does not report on itself on the process's
 * standard error. Errors still reach the caller: they come as status objects. A user who sets
 * `TF_CPP_MIN_LOG_LEVEL` sees all of it.
 */
export function quietly<T>(load: () => T): T {
  if (Deno.env.get(LOG_LEVEL) !== undefined || Deno.build.os !== "linux") return load();
  // TensorFlow reads it while it loads. It stops the page of allocations that goes with every error
  // for want of memory; child processes are to decide for themselves.
  Deno.env.set(LOG_LEVEL, ERRORS_ONLY);
  try {
    return withoutStandardError(load);
  } finally {
    Deno.env.delete(LOG_LEVEL);
  }
}

/** Runs `load` with standard error on /dev/null: no log level stops what is told while TensorFlow loads. */
function withoutStandardError<T>(load: () => T): T {
  const libc = Deno.dlopen("libc.so.6", {
    dup: { parameters: ["i32"], result: "i32" },
    dup2: { parameters: ["i32", "i32"], result: "i32" },
    open: { parameters: ["buffer", "i32"], result: "i32" },
    close: { parameters: ["i32"], result: "i32" },
  });
  const { dup, dup2, open, close } = libc.symbols;
  const nowhere = open(new TextEncoder().encode("/dev/null\0"), WRITE_ONLY);
  const saved = dup(STDERR);
  // Where standard error could not be put back, it stays as it is.
  if (nowhere !== -1 && saved !== -1) dup2(nowhere, STDERR);
  try {
    return load();
  } finally {
    dup2(saved, STDERR);
    close(saved);
    close(nowhere);
    libc.close();
  }
}

const LOG_LEVEL = "TF_CPP_MIN_LOG_LEVEL";
const ERRORS_ONLY = "2";

const STDERR = 2;
const WRITE_ONLY = 1;
