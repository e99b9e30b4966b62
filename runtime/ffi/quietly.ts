import { cString } from "./c_string.ts";
import { libc } from "./libc.ts";

/**
 * Runs `load`, which opens TensorFlow, and keeps TensorFlow from writing about itself to the
 * process's standard error. Errors still reach the caller, as status objects. A user who sets
 * `TF_CPP_MIN_LOG_LEVEL` sees everything.
 */
export function quietly<T>(load: () => T): T {
  if (Deno.env.get(LOG_LEVEL) !== undefined || Deno.build.os !== "linux") return load();
  // TensorFlow reads the variable while it loads. The level suppresses the page of allocations that
  // comes with every out-of-memory error, and what the threads of collectives write of a lost worker,
  // several times; both reach the caller as errors. Child processes must not inherit it.
  Deno.env.set(LOG_LEVEL, FATAL_ONLY);
  try {
    return withoutStandardError(load);
  } finally {
    Deno.env.delete(LOG_LEVEL);
  }
}

/**
 * Runs `load` with standard error on /dev/null: no log level stops what TensorFlow writes while it
 * loads.
 */
function withoutStandardError<T>(load: () => T): T {
  const { dup, dup2, open, close } = libc();
  const nowhere = open(cString("/dev/null"), WRITE_ONLY);
  const saved = dup(STDERR);
  // Where standard error could not be restored, it is left alone.
  if (nowhere !== -1 && saved !== -1) dup2(nowhere, STDERR);
  try {
    return load();
  } finally {
    dup2(saved, STDERR);
    close(saved);
    close(nowhere);
  }
}

const LOG_LEVEL = "TF_CPP_MIN_LOG_LEVEL";
const FATAL_ONLY = "3";

const STDERR = 2;
const WRITE_ONLY = 1;
