/**
 * Requires that nothing is at a path that is to be written.
 *
 * @throws {RangeError} If there is something.
 */
export async function requireNewPath(path: string): Promise<void> {
  try {
    await Deno.lstat(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  throw new RangeError(`Cannot write ${path} as it must be new: it exists`);
}
