/** What tells whether a file has changed since it was looked at. */
export interface FileStamp {
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** A file's stamp; zeros for a link to nowhere, of which decoding says what is wrong. */
export async function fileStamp(path: string): Promise<FileStamp> {
  try {
    const { size, mtime } = await Deno.stat(path);
    return { bytes: size, modified: mtime?.getTime() ?? 0 };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { bytes: 0, modified: 0 };
    throw error;
  }
}
