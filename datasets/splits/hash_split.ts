import { createHash } from "node:crypto";
import { compareStrings } from "../_compare_strings.ts";
import type { VideoEntry } from "../manifest.ts";

/** The three parts of a data set. */
export interface SplitParts {
  /** Training videos with a label. */
  readonly labeled: readonly Pick<VideoEntry, "id" | "label">[];
  /** Training videos without a label. A label that is known here, for metrics, is not hashed. */
  readonly unlabeled: readonly Pick<VideoEntry, "id">[];
  /** Test videos. */
  readonly test: readonly Pick<VideoEntry, "id" | "label">[];
}

/**
 * Computes the SHA-256, in hex, of which videos are labeled and as what, which are unlabeled, and
 * which are for the test: of the lines "part TAB id TAB label", sorted by part (labeled, unlabeled,
 * test) and id. Two runs with the same hash have trained and been tested on the same videos.
 *
 * @example The order of the videos does not matter
 * ```ts
 * import assert from "node:assert/strict";
 * import { hashSplit } from "@actnetformer/deno/datasets";
 *
 * const labeled = [{ id: "1", label: 0 }, { id: "2", label: 1 }];
 * const others = { unlabeled: [], test: [] };
 * const hash = hashSplit({ labeled, ...others });
 * assert.equal(hashSplit({ labeled: labeled.toReversed(), ...others }), hash);
 * assert.equal(hash.length, 64);
 * ```
 */
export function hashSplit({ labeled, unlabeled, test }: SplitParts): string {
  const hash = createHash("sha256");
  const add = (part: string, videos: readonly Pick<VideoEntry, "id" | "label">[]) => {
    const sorted = [...videos].sort((left, right) => compareStrings(left.id, right.id));
    for (const { id, label } of sorted) hash.update(`${part}\t${id}\t${label ?? ""}\n`);
  };
  add("labeled", labeled);
  add("unlabeled", unlabeled.map(({ id }) => ({ id, label: null })));
  add("test", test);
  return hash.digest("hex");
}
