import { type Manifest, ManifestError, type VideoEntry } from "../../datasets/mod.ts";
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
 * the learned ones become training videos: the scores of both runs can be compared. If the data say
 * which videos are for the test, the learned ones are left out.
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

function divide(
  known: readonly KnownVideo[],
  manifest: Manifest,
  { parents, progress }: WorkOptions & { readonly parents: readonly ParentVideos[] },
): Pick<Manifest, "train" | "test" | "labeled"> {
  const learned = isAmong(parents, (part) => part !== "test");
  const tested = isAmong(parents, (part) => part === "test");
  const train = known.slice(0, manifest.train.length);
  const test = known.slice(manifest.train.length);
  const fromTest = test.filter(learned);
  const fromTrain = train.filter((entry) =>
    hasLabel(entry.video) && tested(entry) && !learned(entry)
  );
  const runs = parents.map(({ run }) => run).join(", ");
  const isHeldOut = manifest.testSource === "held out";
  const describe = (moved: readonly KnownVideo[], noun: string) =>
    listNames(moved.map(({ video }) => video), noun);
  if (fromTest.length > 0) {
    const fate = isHeldOut ? "trained on, not tested" : "left out";
    progress.note(`${runs} has learned from ${describe(fromTest, "test video")}: ${fate}`);
  }
  if (fromTrain.length > 0) {
    const fate = isHeldOut
      ? "held out again"
      : "trained on, so that the scores of both runs are of other videos";
    progress.note(`${runs} was tested on ${describe(fromTrain, "training video")}: ${fate}`);
  }
  const movedToTrain = isHeldOut ? fromTest : [];
  const movedToTest = isHeldOut ? fromTrain : [];
  return {
    train: sorted([...train.filter((entry) => !movedToTest.includes(entry)), ...movedToTrain]),
    test: sorted([...test.filter((entry) => !fromTest.includes(entry)), ...movedToTest]),
    labeled: manifest.labeled === null
      ? null
      : new Set([...manifest.labeled, ...movedToTrain.map(({ video }) => video.id)]),
  };
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
