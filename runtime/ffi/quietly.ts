import { cString } from "./c_string.ts";
import { libc } from "./libc.ts";
import { loader } from "./loader.ts";

/**
 * Runs `load`, which opens TensorFlow, and keeps TensorFlow from writing about itself to the
 * process's standard error. What this program writes there meanwhile is shown. Errors still reach
 * the caller, as status objects. A user who sets `TF_CPP_MIN_LOG_LEVEL` sees everything.
 */
export async function quietly<T>(load: () => T | Promise<T>): Promise<T> {
  const isWanted = running === 0 && Deno.env.get(LOG_LEVEL) !== undefined;
  if (isWanted || Deno.build.os !== "linux") return await load();
  if (running === 0) silence();
  running++;
  try {
    return await load();
  } finally {
    if (--running === 0) restore();
  }
}

const LOG_LEVEL = "TF_CPP_MIN_LOG_LEVEL";
const FATAL_ONLY = "3";

/** Number of loads under way that are to be quiet. */
let running = 0;

function silence(): void {
  standardError ??= openStandardError();
  // TensorFlow reads the variable while it loads. The level suppresses the page of allocations that
  // comes with every out-of-memory error, and what the threads of collectives write of a lost worker,
  // several times; both reach the caller as errors. Child processes must not inherit it.
  Deno.env.set(LOG_LEVEL, FATAL_ONLY);
  // No log level stops what TensorFlow writes while it loads.
  standardError.cell[0] = standardError.nowhere;
}

function restore(): void {
  Deno.env.delete(LOG_LEVEL);
  if (standardError !== undefined) standardError.cell[0] = standardError.own;
}

/**
 * The variable `stderr` of the C library: the file that C and C++ programs write to. Deno writes to
 * the system's handle instead.
 */
interface StandardError {
  /** The variable itself: one address. */
  readonly cell: BigUint64Array;
  /** Its value of before. */
  readonly own: bigint;
  /** Its value while nothing is to be seen: a file that forgets what is written. */
  readonly nowhere: bigint;
}

let standardError: StandardError | undefined;

function openStandardError(): StandardError {
  const address = loader().dlsym(null, cString("stderr"));
  if (address === null) throw new Error("Cannot find 'stderr' of the C library");
  const cell = new BigUint64Array(Deno.UnsafePointerView.getArrayBuffer(address, 8));
  const own = cell[0]!;
  const nowhere = libc().fopen(cString("/dev/null"), cString("w"));
  // What cannot be kept away is seen.
  return { cell, own, nowhere: nowhere === null ? own : Deno.UnsafePointer.value(nowhere) };
}
