import {
  chooseLabeled,
  divideLabeled,
  hashSplit,
  holdOut,
  type LabeledSplit,
  type Manifest,
  type VideoEntry,
} from "../../datasets/mod.ts";
import type { Config } from "../config/config.ts";
import { hasLabel } from "./has_label.ts";
import type { SplitRecord, VideoSet } from "./video_set.ts";

/** The videos of a new run. */
export interface DividedVideos extends VideoSet {
  /** Videos without a label that counts, of the same source as a validation video: not used. */
  readonly leftOut: readonly VideoEntry[];
}

/**
 * Divides the training videos into those whose labels count, of which a share may be held out for
 * validation, and the others. As a test's, the scores of the validation must not be of footage that
 * is trained on: the others are without cuts of its videos' sources.
 *
 * @throws {ManifestError} If a class has too few labels to hold any out.
 * @throws {TooFewLabelsError} If a class has fewer labels than the configuration asks for.
 */
export function divideVideos(config: Config, manifest: Manifest): DividedVideos {
  const { classes, missing } = manifest;
  const { hiddenLabels, ...division } = divideTraining(config, manifest);
  const { labeled, unlabeled, validation, leftOut, hash } = holdOutValidation(config, {
    classes,
    ...division,
  });
  const test = manifest.test.filter(hasLabel);
  const record: SplitRecord = {
    split: config.data.split ?? null,
    labeled: labeled.length,
    unlabeled: unlabeled.length,
    validation: validation.length,
    test: test.length,
    sha256: hashSplit({ labeled, unlabeled, test }),
    missing,
  };
  const withHiddenLabels = unlabeled.map((video) => ({
    ...video,
    label: hiddenLabels.get(video.id) ?? null,
  }));
  return {
    classes,
    labeled,
    unlabeled: withHiddenLabels,
    validation,
    leftOut,
    test,
    gone: new Set(),
    hash,
    record,
  };
}

/** What {@linkcode holdOutValidation} divides. */
interface LabeledVideos extends Pick<LabeledSplit, "labeled" | "unlabeled" | "hash"> {
  readonly classes: readonly string[];
}

/** Moves the configured share of each class's labeled videos to the validation, by the seed. */
function holdOutValidation(
  { data, seed }: Config,
  { labeled, unlabeled, hash, classes }: LabeledVideos,
): Pick<DividedVideos, "labeled" | "unlabeled" | "validation" | "leftOut" | "hash"> {
  const { validationShare, source } = data;
  if (validationShare === 0) return { labeled, unlabeled, validation: [], leftOut: [], hash };
  const options = { classes, testShare: validationShare, seed, path: source } as const;
  const { train, test, leftOut } = holdOut([...labeled, ...unlabeled], {
    ...options,
    purpose: "validation",
  });
  // The other labels are hidden by now.
  const trained = new Set(train.filter(hasLabel).map(({ id }) => id));
  return { ...divideLabeled(train, trained), validation: test.filter(hasLabel), leftOut };
}

/**
 * By the seed's choice of labels if the configuration has a number of them, else as the data says.
 */
function divideTraining({ data, seed }: Config, { classes, train, labeled }: Manifest) {
  const { labelsPerClass } = data;
  if (labelsPerClass !== undefined) return chooseLabeled(train, { classes, seed, labelsPerClass });
  return divideLabeled(train, labeled ?? new Set(train.map(({ id }) => id)));
}
