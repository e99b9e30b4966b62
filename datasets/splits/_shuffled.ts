import { createHash } from "node:crypto";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/**
 * Returns a shuffled copy. The order depends on (seed, key, items) alone, so that the draws of one
 * class stay the same when others are added or removed.
 */
export function shuffled<Item>(
  items: readonly Item[],
  { seed, key }: { readonly seed: number; readonly key: string },
): Item[] {
  const digest = createHash("sha256").update(`${seed}\n${key}`).digest();
  const generator = xoroshiro128plus(digest.readInt32LE(0));
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const drawn = uniformInt(generator, 0, last);
    const item = result[last]!;
    result[last] = result[drawn]!;
    result[drawn] = item;
  }
  return result;
}
