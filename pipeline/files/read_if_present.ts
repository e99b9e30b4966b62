/** The text of a file; undefined if there is no such file. */
export async function readTextIfPresent(path: string): Promise<string | undefined> {
  return await ifPresent(Deno.readTextFile(path));
}

/** The bytes of a file; undefined if there is no such file. */
export async function readBytesIfPresent(path: string): Promise<Uint8Array | undefined> {
  return await ifPresent(Deno.readFile(path));
}

async function ifPresent<Content>(reading: Promise<Content>): Promise<Content | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
