/**
 * Runs `load` with the process's standard error on /dev/null, as TensorFlow reports on itself there
 * while it loads and no setting of its own stops that. Errors still reach the caller: they come as
 * status objects. A user who sets `TF_CPP_MIN_LOG_LEVEL` sees all of it.
 */
export function quietly<T>(load: () => T): T {
  if (Deno.env.get("TF_CPP_MIN_LOG_LEVEL") !== undefined || Deno.build.os !== "linux") {
    return load();
  }
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

const STDERR = 2;
const WRITE_ONLY = 1;
