import type { Observable } from "rxjs";

/**
 * Returns the one value that an Observable emits while it is being subscribed.
 *
 * An operator of a training step must compute within the call: the gradient tape and the trace that
 * record it are open only until the subscription returns.
 *
 * @param source Must emit one value and complete, both synchronously.
 * @param pipelineName The name of the pipeline in error messages.
 * @throws {TypeError} If the source emits nothing, more than one value, or later. An error of the
 * source is thrown as it is.
 */
export function synchronousValue<T>(source: Observable<T>, pipelineName: string): T {
  const values: T[] = [];
  const errors: unknown[] = [];
  let isCompleted = false;
  const subscription = source.subscribe({
    next: (value) => values.push(value),
    error: (error) => errors.push(error),
    complete: () => isCompleted = true,
  });
  // A value that was not emitted by now would be too late.
  subscription.unsubscribe();
  if (errors.length > 0) throw errors[0];
  if (!isCompleted) {
    throw new TypeError(
      `Cannot run ${pipelineName} as it must complete synchronously: it was still running when its ` +
        "subscription returned (a delay, a scheduler or a Promise in it?)",
    );
  }
  if (values.length !== 1) {
    throw new TypeError(
      `Cannot run ${pipelineName} as it must emit one value for each input: ` +
        `current value is ${values.length}`,
    );
  }
  return values[0] as T;
}
