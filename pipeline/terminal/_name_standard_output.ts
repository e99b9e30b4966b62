/**
 * Writes on standard output. An error of the system names it, as otherwise nothing says what could
 * not be written.
 *
 * @throws {Error} If it cannot be written, with the system's code, as EPIPE or ENOSPC.
 */
export function nameStandardOutput(write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    const { message, code } = error;
    const named = new Error(`${message}: write 'standard output'`, { cause: error });
    throw Object.assign(named, { code });
  }
}
