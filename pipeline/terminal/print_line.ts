import { writeAllSync } from "../../datasets/write_all_sync.ts";
import { plainText } from "../../runtime/text/plain_text.ts";
import { nameStandardOutput } from "./_name_standard_output.ts";

/** Milliseconds between two tries to write where a reader is slow. */
const RETRY_MILLISECONDS = 10;

/**
 * Writes a line of results on standard output, as {@linkcode plainText} returns it. Unlike
 * `console.log`, it fails when nobody reads the output any more, and waits where a pipe that does not
 * block is full.
 *
 * @throws {Error} If it cannot be written, with the system's code, as EPIPE or ENOSPC.
 */
export function printLine(line: string): void {
  const bytes = new TextEncoder().encode(`${plainText(line)}\n`);
  nameStandardOutput(() => writeAllSync({ writeSync: writeWaiting }, bytes));
}

function writeWaiting(bytes: Uint8Array): number {
  while (true) {
    try {
      return Deno.stdout.writeSync(bytes);
    } catch (error) {
      if (!(error instanceof Deno.errors.WouldBlock)) throw error;
      sleep(RETRY_MILLISECONDS);
    }
  }
}

function sleep(milliseconds: number): void {
  Atomics.wait(
    new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),
    0,
    0,
    milliseconds,
  );
}
