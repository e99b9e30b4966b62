import { DecodeError } from "../../datasets/mod.ts";

/**
 * Passes bytes of a video on. If they cannot be read, that is an error of this video: others can
 * still be answered.
 *
 * @param name Name of the video in messages.
 */
export function decodableBytes(
  name: string,
  bytes: ReadableStream<Uint8Array>,
): ReadableStream<Uint8Array> {
  const reader = bytes.getReader();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reader.read().catch((cause) => {
        throw asDecodeError(name, cause);
      });
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel(reason) {
      await reader.cancel(reason);
    },
  }, { highWaterMark: 0 });
}

function asDecodeError(path: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || cause instanceof DecodeError) return cause;
  const details = { path, exitCode: null, stderr: "", cause };
  return new DecodeError(`it cannot be read: ${cause.message}`, details);
}
