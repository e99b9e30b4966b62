import { mainAnswerer } from "./main_answerer.ts";

/**
 * Returns what there is of the one whose answers stand for a run, as {@linkcode mainAnswerer} names
 * it; undefined if nobody has answered.
 *
 * @param byAnswerer Anything by `primary`, `auxiliary`, `both`.
 */
export function mainAnswer<Value>(
  byAnswerer: Readonly<Record<string, Value>>,
): Value | undefined {
  const who = mainAnswerer(byAnswerer);
  return who === undefined ? undefined : byAnswerer[who];
}
