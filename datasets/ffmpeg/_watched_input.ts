import type { SilenceWatch } from "./_silence_watch.ts";

/** Options of {@linkcode watchedInput}. */
export interface WatchedInputOptions {
  readonly watch: SilenceWatch;
  /** Called with the error of the input: without it, what came before would pass for all of it. */
  readonly onError: (error: unknown) => void;
}

/**
 * Passes an input on, one part for each that is taken, and lets a watch know of it: that a part was
 * taken is a sign of life, and while the input itself gives nothing, nobody waits for the taker.
 */
export function watchedInput(
  input: ReadableStream<Uint8Array>,
  { watch, onError }: WatchedInputOptions,
): ReadableStream<Uint8Array> {
  const reader = input.getReader();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      watch.hear();
      watch.stopWaiting();
      const { done, value } = await reader.read()
        .catch((error) => {
          onError(error);
          throw error;
        })
        .finally(() => watch.startWaiting());
      watch.hear();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel(reason) {
      await reader.cancel(reason);
    },
  }, { highWaterMark: 0 });
}
