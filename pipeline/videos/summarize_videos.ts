import { formatCount } from "../terminal/format_count.ts";
/** What was understood of a data set, by {@linkcode summarizeVideos}. */
export interface UnderstoodVideos {
  /** Class names. */
  readonly classes: readonly string[];
  /** Number of training videos whose label counts. */
  readonly labeled: number;
  /** Number of the other training videos. */
  readonly unlabeled: number;
  /** Number of test videos. */
  readonly test: number;
  /** Where the test videos come from, as in "from valid/"; undefined if that is not known. */
  readonly testSource: string | undefined;
}

/** Class names that are shown; the others are counted. */
const SHOWN_CLASSES = 3;

/**
 * Says in one line what was understood of a data set: "12 classes (jump, run, walk, ...), 480
 * labeled and 1,200 unlabeled training videos, 90 test videos from valid/".
 */
export function summarizeVideos(videos: UnderstoodVideos): string {
  const { classes, labeled, unlabeled, test, testSource } = videos;
  const names = classes.slice(0, SHOWN_CLASSES);
  if (classes.length > SHOWN_CLASSES) names.push("...");
  const training = unlabeled === 0
    ? countOf(labeled, "labeled training video")
    : `${formatCount(labeled)} labeled and ${countOf(unlabeled, "unlabeled training video")}`;
  const tested = countOf(test, "test video");
  return `${countOf(classes.length, "class", "classes")} (${names.join(", ")}), ${training}, ` +
    (testSource === undefined ? tested : `${tested} ${testSource}`);
}

function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}
