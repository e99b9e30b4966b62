import type { Manifest } from "../../datasets/mod.ts";
import { hasLabel } from "./has_label.ts";
import { summarizeVideos } from "./summarize_videos.ts";

/** Says in one line what was understood of a data set, with all labels that it has. */
export function summarizeManifest({ classes, train, test, testSource, labeled }: Manifest): string {
  const counted = train.filter((video) =>
    hasLabel(video) && (labeled === null || labeled.has(video.id))
  );
  return summarizeVideos({
    classes,
    labeled: counted.length,
    unlabeled: train.length - counted.length,
    test: test.length,
    testSource,
  });
}
