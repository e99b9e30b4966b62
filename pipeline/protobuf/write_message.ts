import { writeAll } from "../../runtime/files/write_all.ts";
import { writeAtomically } from "../files/write_atomically.ts";
import type { Message } from "../../runtime/protobuf/message.ts";

/** Bytes that are collected before they are written. */
const BUFFER_BYTES = 2 ** 20;

/** Bytes of a message above which programs do not read it. */
const MOST_BYTES = 2 ** 31 - 1;

/**
 * Writes a message to a file, which has its name once it is whole.
 *
 * @throws {RangeError} If it has 2 GiB or more, which no program reads.
 * @throws {DiskFullError} If the disk is full.
 */
export async function writeMessage(path: string, { chunks, length }: Message): Promise<void> {
  if (length > MOST_BYTES) {
    throw new RangeError(
      `Cannot write ${path} as it must be smaller than 2 GiB, above which programs do not read ` +
        `this format: it would have ${length} bytes`,
    );
  }
  await writeAtomically(path, async (temporaryPath) => {
    using file = await Deno.open(temporaryPath, { write: true });
    const buffer = new Uint8Array(BUFFER_BYTES);
    let filled = 0;
    for (const chunk of chunks) {
      if (filled + chunk.length > buffer.length) {
        await writeAll(file, buffer.subarray(0, filled));
        filled = 0;
      }
      if (chunk.length > buffer.length) {
        await writeAll(file, chunk);
      } else {
        buffer.set(chunk, filled);
        filled += chunk.length;
      }
    }
    await writeAll(file, buffer.subarray(0, filled));
  });
}
