import { isIndexLast } from "./_index_position.ts";
import { BROADCAST_HEAD_BYTES, isBroadcast } from "./_is_broadcast.ts";

/** How much of a video is read to find its index. */
const MAX_HEAD_BYTES = 1024 ** 2;

/** Bytes of a video as they come, and what their beginning says of them. */
export interface ExaminedBytes {
  /** All of them. */
  readonly bytes: ReadableStream<Uint8Array>;
  /** Whether they must be in a file to be decoded. */
  readonly needsFile: boolean;
  /** Whether they are MPEG-TS or MPEG-PS. */
  readonly isBroadcast: boolean;
}

/**
 * Reads the beginning of a video's bytes to know whether they can be decoded as they come, and what
 * a step ahead in their clock means.
 *
 * @throws {unknown} If the signal is aborted: its reason.
 */
export async function examineBytes(
  bytes: ReadableStream<Uint8Array>,
  signal?: AbortSignal,
): Promise<ExaminedBytes> {
  signal?.throwIfAborted();
  const reader = bytes.getReader();
  // Ends a read of bytes that do not come.
  const stop = () => void reader.cancel(signal?.reason).catch(() => {});
  signal?.addEventListener("abort", stop);
  const examined = await examine(reader)
    .finally(() => signal?.removeEventListener("abort", stop));
  signal?.throwIfAborted();
  return examined;
}

async function examine(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<ExaminedBytes> {
  let head = new Uint8Array();
  let answer: boolean | null = null;
  while (answer === null || head.byteLength < BROADCAST_HEAD_BYTES) {
    const { value, done } = await reader.read();
    if (done) break;
    head = joinBytes(head, value);
    // A file can always be decoded.
    answer = isIndexLast(head) ?? (head.byteLength > MAX_HEAD_BYTES ? true : null);
  }
  return {
    needsFile: answer === true,
    isBroadcast: isBroadcast(head),
    bytes: streamOf(head, reader),
  };
}

function joinBytes(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(first.byteLength + second.byteLength);
  joined.set(first);
  joined.set(second, first.byteLength);
  return joined;
}

/** A stream of what was read already and of what is left. */
function streamOf(
  head: Uint8Array,
  reader: ReadableStreamDefaultReader<Uint8Array>,
): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      if (head.byteLength > 0) controller.enqueue(head);
    },
    async pull(controller) {
      const { value, done } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel(reason) {
      await reader.cancel(reason);
    },
  });
}
