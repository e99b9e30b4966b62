/** Time between two looks whether another process is done. */
const POLL_MILLISECONDS = 100;

/** Options of {@linkcode lockFile}. */
export interface LockFileOptions {
  /** Called if another process holds the lock, before the wait. */
  readonly onWait?: (() => void) | undefined;
  /** Ends the wait, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Locks a file, which is made if there is none, until it is disposed, and waits while another process
 * holds it. The system releases the lock when its owner ends, in whatever way.
 *
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function lockFile(
  path: string,
  { onWait, signal }: LockFileOptions = {},
): Promise<Deno.FsFile> {
  signal?.throwIfAborted();
  const file = await Deno.open(path, { create: true, write: true });
  try {
    if (await file.tryLock(true)) return file;
    onWait?.();
    // Nothing ends a wait in the system itself.
    while (!await file.tryLock(true)) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
      signal?.throwIfAborted();
    }
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}
