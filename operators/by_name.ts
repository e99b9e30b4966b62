/**
 * One value for each name, `primary` always: of the clips of a video, or of the branches through the
 * networks.
 */
export type ByName<T> = {
  /** The value of the first one. */
  readonly primary: T;
  /** The values of the others. */
  readonly [name: string]: T;
};

/**
 * Maps the value of each name.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mapByName } from "@actnetformer/deno/operators";
 *
 * const frames = { primary: 8, slow: 4 };
 * assert.deepEqual(mapByName(frames, (count) => 2 * count), { primary: 16, slow: 8 });
 * ```
 */
export function mapByName<T, U>(
  values: ByName<T>,
  change: (value: T, name: string) => U,
): ByName<U> {
  const entries = Object.entries<T>(values).map(([name, value]) => [name, change(value, name)]);
  return Object.fromEntries(entries) as ByName<U>;
}
