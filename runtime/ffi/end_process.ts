import { LIBC, libc } from "./libc.ts";

/**
 * Ends the process at once, whatever its threads do.
 *
 * `Deno.exit` runs the destructors of native libraries; TensorFlow's, while it computes, end in a
 * segmentation fault instead of the exit code. Where native calls are not permitted, none can be running.
 */
export function endProcess(exitCode: number): never {
  const permission = Deno.permissions.querySync({ name: "ffi", path: LIBC });
  if (Deno.build.os === "linux" && permission.state === "granted") libc()._exit(exitCode);
  Deno.exit(exitCode);
}
