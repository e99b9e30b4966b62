import { chooseLabeled, divideLabeled, hashSplit, type Manifest } from "../../datasets/mod.ts";
import type { Config } from "../config/config.ts";
import { hasLabel } from "./has_label.ts";
import type { SplitRecord, VideoSet } from "./video_set.ts";

/**
 * Divides the training videos into those whose labels count and the others.
 *
 * @throws {TooFewLabelsError} If a class has fewer labels than the configuration asks for.
 */
export function divideVideos(config: Config, manifest: Manifest): VideoSet {
  const { classes, missing } = manifest;
  const { labeled, unlabeled, hiddenLabels, hash } = divideTraining(config, manifest);
  const test = manifest.test.filter(hasLabel);
  const record: SplitRecord = {
    split: config.data.split ?? null,
    labeled: labeled.length,
    unlabeled: unlabeled.length,
    test: test.length,
    sha256: hashSplit({ labeled, unlabeled, test }),
    missing,
  };
  const withHiddenLabels = unlabeled.map((video) => ({
    ...video,
    label: hiddenLabels.get(video.id) ?? null,
  }));
  return { classes, labeled, unlabeled: withHiddenLabels, test, hash, record };
}

/**
 * By the seed's choice of labels if the configuration has a number of them, else as the data says.
 */
function divideTraining({ data, seed }: Config, { classes, train, labeled }: Manifest) {
  const { labelsPerClass } = data;
  if (labelsPerClass !== undefined) return chooseLabeled(train, { classes, seed, labelsPerClass });
  return divideLabeled(train, labeled ?? new Set(train.map(({ id }) => id)));
}
