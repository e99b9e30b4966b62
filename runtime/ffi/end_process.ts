import { LIBC, libc } from "./libc.ts";

/**
 * Ends the process at once, whatever its threads do, after the listeners to `unload`.
 *
 * `Deno.exit` runs the destructors of native libraries, and TensorFlow's cause a segmentation fault
 * while it computes: the exit code is lost. Without permission for native calls TensorFlow cannot
 * be running.
 */
export function endProcess(exitCode: number): never {
  const permission = Deno.permissions.querySync({ name: "ffi", path: LIBC });
  if (Deno.build.os === "linux" && permission.state === "granted") {
    dispatchEvent(new Event("unload"));
    libc()._exit(exitCode);
  }
  Deno.exit(exitCode);
}
