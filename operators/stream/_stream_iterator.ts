/**
 * Reads a Web stream. Unlike that of its own iterator, `return()` does not wait for a read: it
 * cancels the stream at once.
 *
 * @throws {TypeError} If the stream is being read already.
 */
export function streamIterator<T>(stream: ReadableStream<T>): AsyncIterator<T> {
  const reader = stream.getReader();
  return {
    async next() {
      const { done, value } = await reader.read();
      return done ? { done, value: undefined } : { done, value };
    },
    async return() {
      // It rejects if the stream has failed before, about which nobody asks any more.
      await reader.cancel().catch(() => {});
      return { done: true, value: undefined };
    },
  };
}
