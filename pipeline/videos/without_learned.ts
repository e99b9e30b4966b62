import { type Manifest, ManifestError, type VideoEntry } from "../../datasets/mod.ts";
import { groupOf } from "../../datasets/splits/group_of.ts";
import { isCutOf } from "../../datasets/splits/is_cut_of.ts";
import { sourceOf } from "../../datasets/splits/source_of.ts";
import type { Config } from "../config/config.ts";
import type { VideoContent } from "../run/kept_videos.ts";
import type { WorkOptions } from "../terminal/work_options.ts";
import { hasLabel } from "./has_label.ts";
import { LearnedVideos } from "./learned_videos.ts";
import { listNames } from "./list_names.ts";
import { type ParentVideos, readParentVideos } from "./parent_videos.ts";
import { readContents } from "./read_contents.ts";

/**
 * Divides the videos of a run that starts from another run's weights so that no test video is one
 * that the weights have learned from, whatever it is called now. Notifies the user of each change.
 *
 * If this program holds the test videos out, it holds out those that the other run held out, and
 * the learned ones become training videos: the scores of both runs can be compared. Cuts of one
 * source stay on one side, also those that came later, and unlabeled ones of test sources are left
 * out, as `holdOut()` of datasets/ does. If the data say which videos are for the test, the learned
 * ones are left out.
 *
 * @throws {ManifestError} If no test video is left.
 */
export async function withoutLearned(
  config: Config,
  manifest: Manifest,
  options: WorkOptions,
): Promise<Manifest> {
  const parents = await readParentVideos(config, (line) => options.progress.note(line));
  if (parents.length === 0) return manifest;
  const { source } = config.data;
  const videos = [...manifest.train, ...manifest.test];
  const contents = await readContents(videos, { source, ...options });
  const known = videos.map((video, index): KnownVideo => {
    const content = contents[index]!;
    // With the fingerprint, so that it is not read again.
    return { video: { ...video, fingerprint: content.fingerprint }, content };
  });
  const divided = { ...manifest, ...divide(known, manifest, { parents, ...options }) };
  if (divided.test.length > 0 || manifest.test.length === 0) return divided;
  throw new ManifestError(
    source,
    `${
      parents.map(({ run }) => run).join(", ")
    }, whose weights are used, has learned from all of ` +
      "its test videos: give others by --test-list",
  );
}

interface KnownVideo {
  readonly video: VideoEntry;
  readonly content: VideoContent;
}

/** What {@linkcode divide} works with. */
interface DivideOptions extends WorkOptions {
  readonly parents: readonly ParentVideos[];
}

/** Which videos the parents know, and where the data has them. */
interface Sides {
  readonly train: readonly KnownVideo[];
  readonly test: readonly KnownVideo[];
  /** Those that the parents have learned from. */
  readonly learned: ReadonlySet<KnownVideo>;
  /** Others that the parents were tested on. */
  readonly tested: ReadonlySet<KnownVideo>;
}

/** What is done with some videos, for the user. */
interface Change {
  /** What the parents have done with the videos, or with others of their sources. */
  readonly before: "has learned from" | "was tested on";
  readonly videos: readonly KnownVideo[];
  readonly part: "test" | "training";
  readonly now: string;
}

/** The sides as they are from now on. */
interface NewSides extends Pick<Sides, "train" | "test"> {
  readonly changes: readonly Change[];
}

function divide(
  known: readonly KnownVideo[],
  manifest: Manifest,
  { parents, progress }: DivideOptions,
): Pick<Manifest, "train" | "test" | "labeled"> {
  const isLearned = isAmong(parents, (part) => part !== "test");
  const isTested = isAmong(parents, (part) => part === "test");
  const learned = new Set(known.filter(isLearned));
  const before: Sides = {
    train: known.slice(0, manifest.train.length),
    test: known.slice(manifest.train.length),
    learned,
    tested: new Set(known.filter((entry) => !learned.has(entry) && isTested(entry))),
  };
  const isKnown = (entry: KnownVideo) => learned.has(entry) || before.tested.has(entry);
  const isHeldOut = manifest.testSource === "held out";
  const { train, test, changes } = isHeldOut ? holdOutAgain(before) : leaveLearnedOut(before);
  const runs = parents.map(({ run }) => run).join(", ");
  for (const { before, videos, part, now } of changes) {
    const [own, cuts] = [videos.filter(isKnown), videos.filter((entry) => !isKnown(entry))];
    const list = (listed: typeof videos) =>
      listNames(listed.map(({ video }) => video), `${part} video`);
    if (own.length > 0) progress.note(`${runs} ${before} ${list(own)}: ${now}`);
    if (cuts.length === 0) continue;
    progress.note(`${runs} ${before} cuts of the same source as ${list(cuts)}: ${now}`);
  }
  const added = new Set(before.test).intersection(new Set(train));
  return {
    train: sorted(train),
    test: sorted(test),
    labeled: manifest.labeled?.union(new Set([...added].map(({ video }) => video.id))) ?? null,
  };
}

/** Takes the learned videos out of a test that the data say. */
function leaveLearnedOut({ train, test, learned, tested }: Sides): NewSides {
  const now = "trained on, so that the scores of both runs are of other videos";
  const isLearned = (entry: KnownVideo) => learned.has(entry);
  const again = train.filter((entry) => tested.has(entry) && hasLabel(entry.video));
  return {
    train,
    test: test.filter((entry) => !isLearned(entry)),
    changes: [
      { before: "has learned from", videos: test.filter(isLearned), part: "test", now: "left out" },
      { before: "was tested on", videos: again, part: "training", now },
    ],
  };
}

/**
 * Holds out what the parents held out, and trains on what they have learned from. Whole sources
 * change sides, as their cuts look alike: also cuts that came later.
 */
function holdOutAgain({ train, test, learned, tested }: Sides): NewSides {
  const isLearnedCut = cutsOf(learned);
  const isTestedCut = cutsOf(tested);
  const toTrain = new Set(
    test.filter((entry) => learned.has(entry) || (!tested.has(entry) && isLearnedCut(entry))),
  );
  const toTest = new Set(train.filter((entry) =>
    hasLabel(entry.video) && !learned.has(entry) &&
    (tested.has(entry) || (isTestedCut(entry) && !isLearnedCut(entry)))
  ));
  const nextTrain = [...new Set(train).difference(toTest), ...toTrain];
  const nextTest = [...new Set(test).difference(toTrain), ...toTest];
  const isCutOfTest = isCutOf(nextTest.map(({ video }) => video));
  const isLeftOut = ({ video }: KnownVideo) => video.label === null && isCutOfTest(video);
  const leftOut = nextTrain.filter(isLeftOut);
  return {
    train: nextTrain.filter((entry) => !isLeftOut(entry)),
    test: nextTest,
    changes: [
      {
        before: "has learned from",
        videos: [...toTrain],
        part: "test",
        now: "trained on, not tested",
      },
      { before: "was tested on", videos: [...toTest], part: "training", now: "held out again" },
      { before: "was tested on", videos: leftOut, part: "training", now: "left out" },
    ],
  };
}

/** Returns a function that says whether a video is a cut of the source of one of these videos. */
function cutsOf(known: ReadonlySet<KnownVideo>): (entry: KnownVideo) => boolean {
  const groups = new Set<string>();
  const unlabeledSources = new Set<string>();
  for (const { video } of known) {
    if (video.label !== null) groups.add(`${video.label} ${groupOf(video)}`);
    else unlabeledSources.add(sourceOf(video) ?? video.id);
  }
  return ({ video }) =>
    groups.has(`${video.label} ${groupOf(video)}`) ||
    unlabeledSources.has(sourceOf(video) ?? video.id);
}

/** Returns a function that says whether a video is one of the parents' in some parts. */
function isAmong(
  parents: readonly ParentVideos[],
  isMeant: ConstructorParameters<typeof LearnedVideos>[1],
): (known: KnownVideo) => boolean {
  const kept = new LearnedVideos(parents.map(({ videos }) => videos), isMeant);
  return ({ video: { id }, content }) => kept.has({ id, ...content });
}

function sorted(known: readonly KnownVideo[]): VideoEntry[] {
  return known.map(({ video }) => video).sort((a, b) => a.id < b.id ? -1 : 1);
}
