/** Runs a function as on a file system that answers the request for a lock with an error. */
export function withLockError(code: string, work: () => void): void {
  const { prototype } = Deno.FsFile;
  const { tryLockSync } = prototype;
  prototype.tryLockSync = () => {
    throw Object.assign(new Error(code), { code });
  };
  try {
    work();
  } finally {
    prototype.tryLockSync = tryLockSync;
  }
}
