import { tmpdir } from "node:os";
import { join } from "node:path";
import { TemporaryFile } from "../../runtime/files/temporary_file.ts";

/** Bytes in a temporary file, which is removed when they are disposed. */
export interface StoredBytes extends AsyncDisposable {
  readonly path: string;
}

/**
 * Writes bytes into a temporary file. One that a killed process has left is removed at the first
 * call.
 *
 * @throws {unknown} If the signal is aborted: its reason, when the file is removed.
 */
export async function storeBytes(
  bytes: ReadableStream<Uint8Array>,
  signal?: AbortSignal,
): Promise<StoredBytes> {
  const temporary = TemporaryFile.beside(join(tmpdir(), "video"));
  const remove = async () => {
    await temporary.remove();
    temporary[Symbol.dispose]();
  };
  try {
    const file = await Deno.open(temporary.path, { write: true });
    await bytes.pipeTo(file.writable, signal === undefined ? {} : { signal });
  } catch (error) {
    await remove();
    throw error;
  }
  return { path: temporary.path, [Symbol.asyncDispose]: remove };
}
