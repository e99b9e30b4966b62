import type { Manifest } from "../../datasets/mod.ts";
import { countedLabels } from "./counted_labels.ts";
import { summarizeVideos } from "./summarize_videos.ts";

/** Says in one line what was understood of a data set, with all labels that it has. */
export function summarizeManifest(manifest: Manifest): string {
  const { classes, test, testSource } = manifest;
  const { labeled, unlabeled } = countedLabels(manifest);
  return summarizeVideos({
    classes,
    labeled: labeled.length,
    unlabeled: unlabeled.length,
    test: test.length,
    testSource,
  });
}
