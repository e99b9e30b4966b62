import type { SilenceWatch } from "./_silence_watch.ts";

/**
 * Passes an input on, one part for each that is taken, and lets a watch know of it: that a part was
 * taken is a sign of life, and while the input itself gives nothing, nobody waits for the taker.
 */
export function watchedInput(
  input: ReadableStream<Uint8Array>,
  watch: SilenceWatch,
): ReadableStream<Uint8Array> {
  const reader = input.getReader();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      watch.hear();
      watch.stopWaiting();
      const { done, value } = await reader.read().finally(() => watch.startWaiting());
      watch.hear();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel(reason) {
      await reader.cancel(reason);
    },
  }, { highWaterMark: 0 });
}
