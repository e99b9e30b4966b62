/**
 * Works in a folder of its own, removes the folder afterwards, and returns what the work returned.
 */
export async function withFolder<T>(work: (folder: string) => Promise<T> | T): Promise<T> {
  const folder = await Deno.makeTempDir();
  try {
    return await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
