import { type Manifest, ManifestError } from "../../datasets/mod.ts";
import { describeClassDifference } from "../run/describe_class_difference.ts";
import { hasLabel } from "../videos/has_label.ts";
import type { TestSet } from "../videos/video_set.ts";

/** Options of {@linkcode testVideos}. */
export interface TestVideosOptions {
  /** Where the videos come from, for the message. */
  readonly source: string;
  /** Classes that the model was trained on. */
  readonly trainedClasses: readonly string[];
}

/**
 * Returns the test videos for a model that was trained on certain classes.
 *
 * @throws {ManifestError} If the videos have other classes.
 */
export function testVideos(
  { classes, test }: Manifest,
  { source, trainedClasses }: TestVideosOptions,
): TestSet {
  const difference = describeClassDifference(trainedClasses, classes);
  if (difference === undefined) return { classes, test: test.filter(hasLabel) };
  throw new ManifestError(source, `the run was trained on other classes: ${difference}`);
}
