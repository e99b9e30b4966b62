import { createHash } from "node:crypto";
import { compareStrings } from "../layouts/_scan_folder.ts";
import type { VideoEntry } from "../manifest.ts";

/** The three parts of a division. */
export interface SplitParts {
  readonly labelled: readonly Pick<VideoEntry, "id" | "label">[];
  /** Labels that are known here, for metrics, do not count: training does not see them. */
  readonly unlabelled: readonly Pick<VideoEntry, "id">[];
  readonly test: readonly Pick<VideoEntry, "id" | "label">[];
}

/**
 * SHA-256, in hex, of which videos are labelled and as what, unlabelled, and for the test: of the lines
 * "part TAB id TAB label", sorted by part (labelled, unlabelled, test) and id. Two runs with one hash have
 * trained and been tested on the same videos.
 */
export function hashSplit({ labelled, unlabelled, test }: SplitParts): string {
  const hash = createHash("sha256");
  const add = (part: string, videos: readonly { id: string; label: number | null }[]) => {
    for (const { id, label } of [...videos].sort((a, b) => compareStrings(a.id, b.id))) {
      hash.update(`${part}\t${id}\t${label ?? ""}\n`);
    }
  };
  add("labelled", labelled);
  add("unlabelled", unlabelled.map(({ id }) => ({ id, label: null })));
  add("test", test);
  return hash.digest("hex");
}
