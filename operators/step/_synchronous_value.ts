import type { Observable } from "rxjs";

/**
 * The one value that an observable emits while it is being subscribed.
 *
 * @param what the name of the pipeline in error messages
 * @throws {TypeError} If it emits nothing, more than one value, or later; and what it fails with.
 */
export function synchronousValue<T>(source: Observable<T>, what: string): T {
  const values: T[] = [];
  let failure: { readonly error: unknown } | null = null as { readonly error: unknown } | null;
  let isCompleted = false;
  const subscription = source.subscribe({
    next: (value) => values.push(value),
    error: (error) => failure = { error },
    complete: () => isCompleted = true,
  });
  subscription.unsubscribe();
  if (failure !== null) throw failure.error;
  const [value] = values;
  if (!isCompleted) {
    throw new TypeError(
      `Cannot run ${what} as it must complete synchronously: it was still running when its ` +
        "subscription returned (a delay, a scheduler or a Promise in it?)",
    );
  }
  if (values.length !== 1) {
    throw new TypeError(
      `Cannot run ${what} as it must emit one value for each it is given: ` +
        `current value is ${values.length}`,
    );
  }
  return value!;
}
