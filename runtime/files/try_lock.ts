/** Whether a file could be locked: `unknown` where the file system has no locks. */
export type LockOutcome = "held" | "taken" | "unknown";

/** Errors of file systems that cannot lock, as some of those in networks. */
const WITHOUT_LOCKS: ReadonlySet<string> = new Set(["ENOLCK", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"]);

/**
 * Locks an open file, until it is closed or the process ends, unless another has.
 *
 * @param exclusive Whether no other may have locked it at all; else others may have that did not ask
 * for it alone.
 */
export function tryLock(
  file: Pick<Deno.FsFile, "tryLockSync">,
  exclusive = true,
): LockOutcome {
  try {
    return file.tryLockSync(exclusive) ? "held" : "taken";
  } catch (error) {
    if (error instanceof Error && "code" in error && WITHOUT_LOCKS.has(String(error.code))) {
      return "unknown";
    }
    throw error;
  }
}
