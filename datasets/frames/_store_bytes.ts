import { removeIfPresent } from "../remove_if_present.ts";

/** Bytes in a temporary file, which is removed when they are disposed. */
export interface StoredBytes extends AsyncDisposable {
  readonly path: string;
}

/**
 * Writes bytes into a temporary file.
 *
 * @throws {unknown} If the signal is aborted: its reason, when the file is removed.
 */
export async function storeBytes(
  bytes: ReadableStream<Uint8Array>,
  signal?: AbortSignal,
): Promise<StoredBytes> {
  const path = await Deno.makeTempFile({ prefix: "actnetformer-" });
  try {
    const file = await Deno.open(path, { write: true });
    await bytes.pipeTo(file.writable, signal === undefined ? {} : { signal });
  } catch (error) {
    await removeIfPresent(path);
    throw error;
  }
  return { path, [Symbol.asyncDispose]: () => removeIfPresent(path) };
}
