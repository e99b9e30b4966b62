import { createHash } from "node:crypto";
import { join } from "node:path";
import { processorFlags } from "../install/processor_flags.ts";
import { cacheDirectory } from "../wheels/cache_directory.ts";
import { freeBytes } from "../wheels/free_space.ts";
import { KernelCache } from "./kernel_cache.ts";

/** TensorFlow reads it when its device is opened. */
const FLAGS = "TF_XLA_FLAGS";

const OPTION = "--tf_xla_persistent_cache_directory";

/** Kernels of GPUs depend on more than this machine's processor. */
const DEVICES = "--tf_xla_persistent_cache_device_types=CPU";

/** Free disk space from which kernels are kept: TensorFlow ends with an error if it is full. */
const LEAST_FREE_BYTES = 64 * 2 ** 20;

/**
 * Opens TensorFlow so that it finds the kernels that earlier processes have compiled, in the user's
 * cache, and keeps its own when this process ends. Compiling those of a training step takes seconds.
 * Does nothing of it if `TF_XLA_FLAGS` names a folder for them.
 *
 * @param library Path of TensorFlow's library: another one has kernels of its own.
 */
export async function keepKernels<T>(library: string, open: () => Promise<T>): Promise<T> {
  const cache = await openCache(library);
  if (cache === null) return await open();
  const given = Deno.env.get(FLAGS);
  const flags = [given, `${OPTION}=${cache.working}`, DEVICES].filter((flag) => flag !== undefined);
  Deno.env.set(FLAGS, flags.join(" "));
  try {
    return await open();
  } finally {
    // Programs that this process starts must not inherit it.
    if (given === undefined) Deno.env.delete(FLAGS);
    else Deno.env.set(FLAGS, given);
  }
}

/**
 * Returns the opened cache, which is closed when the process ends; null if it cannot be used. What is
 * kept only saves time, so nothing that prevents it is reported: no permission, no room, a read-only home.
 */
async function openCache(library: string): Promise<KernelCache | null> {
  try {
    if (!isGranted({ name: "env", variable: FLAGS })) return null;
    if (Deno.env.get(FLAGS)?.includes(OPTION)) return null;
    const processor = processorFlags();
    if (processor === null) return null;
    const { size, mtime } = await Deno.stat(library);
    const facts = JSON.stringify([library, size, mtime, [...processor].sort()]);
    const key = createHash("sha256").update(facts).digest("hex").slice(0, 16);
    const folder = join(cacheDirectory(), "kernels", key);
    const needed = [{ name: "write", path: folder }, { name: "sys", kind: "statfs" }] as const;
    if (!needed.every(isGranted)) return null;
    if (await freeBytes(folder) < LEAST_FREE_BYTES) return null;
    const cache = KernelCache.open(folder);
    addEventListener("unload", () => closeQuietly(cache), { once: true });
    return cache;
  } catch (error) {
    if (isOfFileSystem(error)) return null;
    throw error;
  }
}

/** Whether something is permitted already: nobody is to be asked for this. */
function isGranted(permission: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(permission).state === "granted";
}

/** At the end of a process, where nobody is left who could do anything about a full disk. */
function closeQuietly(cache: KernelCache): void {
  try {
    cache.close();
  } catch (error) {
    // The next process compiles them again.
    if (!isOfFileSystem(error)) throw error;
  }
}

/** Errors of the system have a code; that of a user without a home has none. */
function isOfFileSystem(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || (error instanceof Error && "code" in error);
}
