/**
 * Ends the process this moment, whatever its threads do.
 *
 * `Deno.exit` runs the destructors of native libraries; TensorFlow's, while it computes, end in a
 * segmentation fault instead of the exit code. Where native calls are not permitted none can run.
 */
export function endProcess(exitCode: number): never {
  const permission = Deno.permissions.querySync({ name: "ffi", path: LIBRARY });
  if (Deno.build.os === "linux" && permission.state === "granted") {
    Deno.dlopen(LIBRARY, { _exit: { parameters: ["i32"], result: "void" } }).symbols._exit(
      exitCode,
    );
  }
  Deno.exit(exitCode);
}

const LIBRARY = "libc.so.6";
