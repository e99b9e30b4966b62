import { isRecord } from "./is_record.ts";

/**
 * Yields the fields of a raw configuration that hold no other fields, by dotted path; lists stay
 * whole.
 */
export function* leavesOf(
  value: unknown,
  path = "",
): Generator<readonly [path: string, value: unknown]> {
  if (!isRecord(value)) {
    yield [path, value];
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    yield* leavesOf(inner, path === "" ? key : `${path}.${key}`);
  }
}
