import { type Manifest, ManifestError } from "../../datasets/mod.ts";
import { describeOtherClasses } from "../run/describe_other_classes.ts";
import { hasLabel, type TestSet } from "../videos/video_set.ts";

/**
 * The test videos, for a model that was trained on certain classes.
 *
 * @param source Where the videos come from, for the message.
 * @param trained The model's classes.
 * @throws {ManifestError} where the videos' classes are others.
 */
export function testVideos(
  source: string,
  { classes, test }: Manifest,
  trained: readonly string[],
): TestSet {
  const difference = describeOtherClasses(trained, classes);
  if (difference === undefined) return { classes, test: test.filter(hasLabel) };
  throw new ManifestError(source, `the run was trained on other classes: ${difference}`);
}
