import { type Manifest, ManifestError } from "../../datasets/mod.ts";
import { didYouMean } from "../../datasets/did_you_mean.ts";
import { findExtraCopies } from "../../datasets/layouts/find_extra_copies.ts";
import { comparableName } from "../../datasets/labels/comparable_name.ts";
import type { Config } from "../config/config.ts";
import type { KeptVideos } from "../run/kept_videos.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { findVideos } from "../videos/find_videos.ts";
import { hasLabel } from "../videos/has_label.ts";
import { listNames } from "../videos/list_names.ts";
import { readContents } from "../videos/read_contents.ts";
import type { TestSet } from "../videos/video_set.ts";
import { readLearnedVideos } from "../videos/read_learned_videos.ts";

/**
 * Returns the labeled videos of other data than a run's, those of a test list or split only if one
 * is given, without those that the run, or one whose weights it started from, has learned from.
 * Notifies the user of what is left out.
 *
 * @throws {ManifestError} If a class is not one of the run's, or no video is left.
 */
export async function otherVideos(
  config: Config,
  kept: KeptVideos,
  options: WorkOptions,
): Promise<TestSet> {
  const { source } = config.data;
  const { classes, train, test, copyNotes } = await findOthers(config, kept, options);
  const { labelOf, notes } = labelsByName(kept.classes, classes, source);
  const videos = test.filter(hasLabel).map((video) => ({ ...video, label: labelOf[video.label]! }));
  const contents = await readContents(videos, { source, ...options });
  const learned = await readLearnedVideos(config, kept, options);
  const isLearned = videos.map(({ id }, index) => learned.has({ id, ...contents[index]! }));
  const left = videos.flatMap((video, index) =>
    isLearned[index] ? [] : [{ ...video, fingerprint: contents[index]!.fingerprint }]
  );
  const leftOut = videos.filter((_, index) => isLearned[index]);
  const namesakes = left.filter(({ id }) => learned.hasName(id));
  const unlabeled = train.filter(({ label }) => label === null);
  const { progress } = options;
  for (const note of [...copyNotes, ...notes]) progress.note(note);
  if (unlabeled.length > 0) {
    progress.note(`without a label, so not tested: ${listNames(unlabeled, "video")}`);
  }
  if (leftOut.length > 0) {
    progress.note(`left out, as the run has learned from them: ${listNames(leftOut, "video")}`);
  }
  if (namesakes.length > 0) {
    progress.note(
      "named like training or validation videos of the run, but other files: " +
        `${listNames(namesakes, "video")}: tested; if they are copies, the result is too high`,
    );
  }
  if (left.length > 0) return { classes: kept.classes, test: left };
  throw new ManifestError(
    source,
    `it must have labeled videos that the run has not learned from: it has ${leftOut.length} others`,
  );
}

/** Other data, in which each video counts once. */
interface OtherData extends Pick<Manifest, "classes" | "train" | "test"> {
  /** Lines for the user about copies. */
  readonly copyNotes: readonly string[];
}

/**
 * Reads the data; what the run's own configuration says about its division is not meant here.
 *
 * @throws {ManifestError} If a video has several labels.
 */
async function findOthers(
  config: Config,
  { data: before }: KeptVideos,
  options: WorkOptions,
): Promise<OtherData> {
  const { testList, split, ...data } = config.data;
  const givenList = testList === before.testList ? undefined : testList;
  const givenSplit = split === before.split ? undefined : split;
  const isWhole = givenList === undefined && givenSplit === undefined;
  const { classes, train, test } = await findVideos({
    ...config,
    data: {
      ...data,
      unlabeled: [],
      ...(givenList === undefined ? {} : { testList: givenList }),
      ...(givenSplit === undefined ? {} : { split: givenSplit }),
    },
  }, { ...options, whole: isWhole, testOnly: !isWhole });
  const { originals, notes } = await findExtraCopies(test, { path: data.source, classes });
  return { classes, train, test: test.filter((video) => !originals.has(video)), copyNotes: notes };
}

/** What the labels of other data are called in a run. */
interface OtherLabels {
  /** The run's label for each label of the data. */
  readonly labelOf: readonly number[];
  /** A line for the user about classes that the data writes otherwise. */
  readonly notes: readonly string[];
}

/**
 * Finds the run's class for each class of the data: that of the same name, or the only one that
 * differs in capitals, blanks and the like.
 *
 * @throws {ManifestError} If the run has no such class.
 */
function labelsByName(
  trained: readonly string[],
  classes: readonly string[],
  source: string,
): OtherLabels {
  const byForm = Map.groupBy(trained, comparableName);
  const nameOf = (name: string): string | undefined => {
    const alike = byForm.get(comparableName(name)) ?? [];
    const same = alike.find((other) => other.normalize("NFC") === name.normalize("NFC"));
    return same ?? (alike.length === 1 ? alike[0] : undefined);
  };
  const names = classes.flatMap((name) => nameOf(name) ?? []);
  const unknown = classes.filter((name) => nameOf(name) === undefined);
  const [first] = unknown;
  if (first !== undefined) {
    throw new ManifestError(
      source,
      `its classes must be among the ${trained.length} that the run was trained on ` +
        `(${quote(trained)}): ${quote(unknown)} ${unknown.length === 1 ? "is" : "are"} not` +
        didYouMean(first, trained),
    );
  }
  const renamed = classes.flatMap((name, index) =>
    name.normalize("NFC") === names[index]?.normalize("NFC") ? [] : `'${name}' as '${names[index]}'`
  );
  return {
    labelOf: names.map((name) => trained.indexOf(name)),
    notes: renamed.length === 0 ? [] : [`took the class ${renamed.join(", ")} of the run`],
  };
}

/** Class names that a message shows. */
const CLASSES_SHOWN = 4;

function quote(names: readonly string[]): string {
  const shown = names.slice(0, CLASSES_SHOWN).map((name) => `'${name}'`).join(", ");
  return names.length > CLASSES_SHOWN ? `${shown}, …` : shown;
}
