import { leadsNowhere } from "../runtime/files/leads_nowhere.ts";

const MEBIBYTE = 2 ** 20;

/** Mebibytes of a file that is parsed as a whole: the engine has no strings twice as long. */
const LIMIT_MEBIBYTES = 256;

/**
 * Reads a whole file that is to be parsed as a whole, or what a pipe gives.
 *
 * @param path The file, or a pipe, as a shell passes the output of a program.
 * @throws {RangeError} If it has more than 256 MiB.
 */
export async function readBounded(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const info = await statOrNull(path);
  if (info?.isFile && info.size > LIMIT_MEBIBYTES * MEBIBYTE) throw tooLong(path);
  // It names the path in its errors.
  if (info === null || info.isFile || info.isDirectory) return await Deno.readFile(path);
  return await readPipe(path);
}

async function statOrNull(path: string): Promise<Deno.FileInfo | null> {
  try {
    return await Deno.stat(path);
  } catch (error) {
    if (leadsNowhere(error) || error instanceof Deno.errors.PermissionDenied) return null;
    throw error;
  }
}

/** A pipe has no length, and perhaps no end. */
async function readPipe(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const { readable } = await Deno.open(path);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const chunk of readable) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > LIMIT_MEBIBYTES * MEBIBYTE) throw tooLong(path);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function tooLong(path: string): RangeError {
  return new RangeError(
    `Cannot read '${path}' as it must have at most ${LIMIT_MEBIBYTES} MiB: it has more`,
  );
}
