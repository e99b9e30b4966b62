/** Whether a file could be locked: `unknown` where the file system has no locks. */
export type LockOutcome = "held" | "taken" | "unknown";

/** Errors of file systems that cannot lock, as some of those in networks. */
const WITHOUT_LOCKS: ReadonlySet<string> = new Set(["ENOLCK", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"]);

/** Locks an open file, until it is closed or the process ends, unless another has. */
export function tryLock(file: Pick<Deno.FsFile, "tryLockSync">): LockOutcome {
  try {
    return file.tryLockSync(true) ? "held" : "taken";
  } catch (error) {
    if (error instanceof Error && "code" in error && WITHOUT_LOCKS.has(String(error.code))) {
      return "unknown";
    }
    throw error;
  }
}
