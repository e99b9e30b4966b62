import { resolve } from "node:path";
import type { FoundVideos, NamedVideo } from "../_found_videos.ts";
import type { PresentVideos } from "../lists/_listed_files.ts";
import { readFolder, type ReadFolderOptions } from "./_read_folder.ts";
import { readFolderTree } from "../folders/_folder_tree.ts";
import { takePresentClasses } from "../archives/_present_classes.ts";
import { underscored, VideoIndex } from "../archives/_video_index.ts";
import { ManifestError } from "../manifest_error.ts";
import {
  type ListedVideo,
  type PublishedSplit,
  readPublishedSplit,
} from "../splits/read_published_split.ts";
import { pluralize } from "../_words.ts";

/** Options of {@linkcode readPublished}. */
export interface ReadPublishedOptions extends ReadFolderOptions {
  /** Name of the published split. */
  readonly split: string;
}

/**
 * Finds the videos of a published split in a folder, by name and in any folder below it. What its
 * lists do not name (the unlabeled and test videos of Kinetics) is taken from the folder's own
 * layout.
 *
 * @throws {ManifestError} If there is no such split, or its videos are not in the folder.
 */
export async function readPublished(
  root: string,
  options: ReadPublishedOptions,
): Promise<FoundVideos> {
  const { missingShare, presentClassesOnly } = options;
  const split = await readPublishedSplit(options.split, root);
  if ((await Deno.stat(root)).isFile) {
    throw new ManifestError(root, `it must be a folder, to find the videos of ${split.name} in`);
  }
  if (split.test !== null) refuseOwnTest(root, split, options);
  const index = new VideoIndex(root, await readFolderTree(root));
  const listed = [...split.labeled, ...split.unlabeled ?? [], ...split.test ?? []];
  const { classes } = split;
  const presence = takePresentClasses(index, { root, classes, listed, presentClassesOnly });
  const locate = (part: string, videos: readonly ListedVideo[] | null) => {
    const what = `${part} videos of ${split.name}`;
    return index.locate(presence.take(videos ?? []), { what, missingShare });
  };
  const labeled = locate("labeled", split.labeled);
  const { unlabeled, test, testSource, notes } = split.test === null
    ? await readOthers(root, { ...options, split, labeled: labeled.videos })
    : {
      unlabeled: locate("unlabeled", split.unlabeled),
      test: locate("test", split.test),
      testSource: `of ${split.name}`,
      notes: [],
    };
  const missing = [...labeled.missing, ...unlabeled.missing, ...test.missing];
  return {
    train: [...labeled.videos, ...unlabeled.videos],
    test: test.videos,
    testSource,
    classes: presence.classes,
    notes: [...notes, ...presence.notes, ...noteRelabeled(split)],
    missing: [...new Set(missing)],
    labeled: new Set(labeled.videos.map(({ id }) => id)),
  };
}

/** Refuses options that say what a split says itself. */
function refuseOwnTest(
  root: string,
  { name }: PublishedSplit,
  { testList, layout }: ReadPublishedOptions,
): void {
  if (testList !== undefined) {
    const problem = `a test list cannot be given with the split ${name}, which has its own`;
    throw new ManifestError(root, problem);
  }
  if (layout !== undefined) {
    const problem = `a layout cannot be given with the split ${name}, which names all its videos`;
    throw new ManifestError(root, problem);
  }
}

interface ReadOthersOptions extends ReadFolderOptions {
  readonly split: PublishedSplit;
  readonly labeled: readonly NamedVideo[];
}

/** The videos that the folder's own layout has besides the labeled ones of the split. */
interface OtherVideos {
  readonly unlabeled: PresentVideos<NamedVideo>;
  readonly test: PresentVideos<NamedVideo>;
  readonly testSource: string | undefined;
  readonly notes: readonly string[];
}

/** Reads unlabeled and test videos from the folder's own layout, for a split that names none. */
async function readOthers(
  root: string,
  { split, labeled, ...options }: ReadOthersOptions,
): Promise<OtherVideos> {
  const { train, test, missing, testSource, notes } = await readFolder(root, options);
  if (test === null) {
    throw new ManifestError(
      root,
      `the split ${split.name} names no test videos: it needs annotation CSVs, folders 'train' and ` +
        "'val', or a test list",
    );
  }
  const labeledPaths = new Set(labeled.map(({ path }) => resolve(path)));
  const unlabeled = train.filter(({ path }) => !labeledPaths.has(resolve(path)));
  return {
    unlabeled: { videos: withUnderscores(unlabeled), missing: [...missing] },
    test: { videos: withUnderscores(test), missing: [] },
    testSource,
    notes,
  };
}

/** Writes the class names of the folder as the published lists do. */
function withUnderscores(videos: readonly NamedVideo[]): NamedVideo[] {
  return videos.map((video) => ({
    ...video,
    className: video.className === null ? null : underscored(video.className),
  }));
}

function noteRelabeled({ name, relabeled }: PublishedSplit): string[] {
  if (relabeled === 0) return [];
  const videos = pluralize(relabeled, "video");
  return [`${name} gives ${videos} another label than their folder's; used as published`];
}
