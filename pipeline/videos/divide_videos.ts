import {
  chooseLabeled,
  divideLabeled,
  hashSplit,
  holdOut,
  type LabeledSplit,
  type Manifest,
} from "../../datasets/mod.ts";
import type { Config } from "../config/config.ts";
import { hasLabel } from "./has_label.ts";
import type { SplitRecord, VideoSet } from "./video_set.ts";

/**
 * Divides the training videos into those whose labels count, of which a share may be held out for
 * validation, and the others.
 *
 * @throws {ManifestError} If a class has too few labels to hold any out.
 * @throws {TooFewLabelsError} If a class has fewer labels than the configuration asks for.
 */
export function divideVideos(config: Config, manifest: Manifest): VideoSet {
  const { classes, missing } = manifest;
  const { hiddenLabels, ...division } = divideTraining(config, manifest);
  const { labeled, unlabeled, validation, hash } = holdOutValidation(config, {
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
): Pick<VideoSet, "labeled" | "unlabeled" | "validation" | "hash"> {
  const { validationShare, source } = data;
  if (validationShare === 0) return { labeled, unlabeled, validation: [], hash };
  const options = { classes, testShare: validationShare, seed, path: source } as const;
  const heldOut = holdOut(labeled, { ...options, purpose: "validation" });
  const trained = new Set(heldOut.train.map(({ id }) => id));
  const division = divideLabeled([...heldOut.train, ...unlabeled], trained);
  return { ...division, validation: heldOut.test.filter(hasLabel) };
}

/**
 * By the seed's choice of labels if the configuration has a number of them, else as the data says.
 */
function divideTraining({ data, seed }: Config, { classes, train, labeled }: Manifest) {
  const { labelsPerClass } = data;
  if (labelsPerClass !== undefined) return chooseLabeled(train, { classes, seed, labelsPerClass });
  return divideLabeled(train, labeled ?? new Set(train.map(({ id }) => id)));
}
