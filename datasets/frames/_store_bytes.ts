import { tmpdir } from "node:os";
import { join } from "node:path";
import { TemporaryFile } from "../../runtime/files/temporary_file.ts";
import { DecodeError } from "../ffmpeg/decode_error.ts";
import type { VideoBytes } from "./video_stream.ts";

/** Bytes in a temporary file, which is removed when they are disposed. */
export interface StoredBytes extends AsyncDisposable {
  readonly path: string;
  /** Name of the stream that they are of, by which messages call the file. */
  readonly name: string;
}

/**
 * Writes bytes into a temporary file. One that a killed process has left is removed at the first
 * call.
 *
 * @throws {unknown} If the signal is aborted: its reason, when the file is removed.
 */
export async function storeBytes(
  { name, bytes }: Pick<VideoBytes, "name" | "bytes">,
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
  return { path: temporary.path, name, [Symbol.asyncDispose]: remove };
}

/** Returns the error about a file of stored bytes as one about their stream. */
export function renamed(error: unknown, { path, name }: StoredBytes): unknown {
  if (!(error instanceof DecodeError) || error.path !== path) return error;
  const { reason, exitCode, stderr, cause } = error;
  return new DecodeError(reason, { path: name, exitCode, stderr, cause });
}
