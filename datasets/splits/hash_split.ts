import { createHash } from "node:crypto";
import type { VideoEntry } from "../manifest.ts";
import { compareStrings } from "../_compare_strings.ts";

/** The three parts of a division. */
export interface SplitParts {
  readonly labeled: readonly Pick<VideoEntry, "id" | "label">[];
  /** Labels that are known here, for metrics, do not count: training does not see them. */
  readonly unlabeled: readonly Pick<VideoEntry, "id">[];
  readonly test: readonly Pick<VideoEntry, "id" | "label">[];
}

/**
 * SHA-256, in hex, of which videos are labeled and as what, unlabeled, and for the test: of the lines
 * "part TAB id TAB label", sorted by part (labeled, unlabeled, test) and id. Two runs with one hash have
 * trained and been tested on the same videos.
 */
export function hashSplit({ labeled, unlabeled, test }: SplitParts): string {
  const hash = createHash("sha256");
  const add = (part: string, videos: readonly { id: string; label: number | null }[]) => {
    for (const { id, label } of [...videos].sort((a, b) => compareStrings(a.id, b.id))) {
      hash.update(`${part}\t${id}\t${label ?? ""}\n`);
    }
  };
  add("labeled", labeled);
  add("unlabeled", unlabeled.map(({ id }) => ({ id, label: null })));
  add("test", test);
  return hash.digest("hex");
}
