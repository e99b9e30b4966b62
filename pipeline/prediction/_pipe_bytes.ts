/** Bytes read at a time: the size of a pipe on Linux. */
const CHUNK_BYTES = 65536;

/**
 * Returns what comes through a named pipe. It is opened at the first read, which waits for somebody
 * who writes into it; canceling ends that wait.
 */
export function pipeBytes(path: string): ReadableStream<Uint8Array> {
  let opening: Promise<Deno.FsFile> | undefined;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      opening ??= Deno.open(path);
      const bytes = await readSome(await opening);
      if (bytes === null) controller.close();
      else controller.enqueue(bytes);
    },
    async cancel() {
      if (opening === undefined) return;
      await endWait(path, opening);
    },
  }, { highWaterMark: 0 });
}

/** Reads what is there; at the end and at an error it closes the file. */
async function readSome(file: Deno.FsFile): Promise<Uint8Array | null> {
  const bytes = new Uint8Array(CHUNK_BYTES);
  let count: number | null = null;
  try {
    count = await file.read(bytes);
  } finally {
    if (count === null) file.close();
  }
  return count === null ? null : bytes.subarray(0, count);
}

/**
 * Ends the wait for somebody who writes, and closes the pipe. Opening a pipe to read and write waits
 * for nobody, and is what the other wait is for.
 */
async function endWait(path: string, opening: Promise<Deno.FsFile>): Promise<void> {
  const closed = opening.then((file) => file.close());
  try {
    using _writer = await Deno.open(path, { read: true, write: true });
    await closed;
  } catch (error) {
    // Who may not write into it cannot end the wait, which then lasts as long as this process.
    if (!(error instanceof Deno.errors.PermissionDenied)) throw error;
    closed.catch(() => {});
  }
}
