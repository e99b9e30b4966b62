/** What {@linkcode writeAllSync} writes to: a file or a standard stream. */
export interface SyncWriter {
  /** Writes some of the bytes from the first on; returns how many. */
  writeSync(bytes: Uint8Array): number;
}

/** Writes all of the bytes; a single `writeSync()` may write only some of them. */
export function writeAllSync(writer: SyncWriter, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) written += writer.writeSync(bytes.subarray(written));
}
