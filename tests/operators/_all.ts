import type { Observable } from "rxjs";

/** Returns the values of a synchronous stream; throws its error. */
export function all<T>(stream: Observable<T>): T[] {
  const values: T[] = [];
  const errors: unknown[] = [];
  stream.subscribe({
    next: (value) => values.push(value),
    error: (error) => errors.push(error),
  });
  if (errors.length > 0) throw errors[0];
  return values;
}
