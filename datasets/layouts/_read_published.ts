import { resolve } from "node:path";
import type { FoundVideos, NamedVideo } from "./_layout.ts";
import { readFolder, type ReadFolderOptions } from "./_read_folder.ts";
import { underscored, VideoIndex } from "./_video_index.ts";
import { type PublishedSplit, readPublishedSplit } from "../splits/read_published_split.ts";
import { pluralize } from "../_words.ts";
import { ManifestError } from "../manifest_error.ts";

/** What to read beside the folder. */
export interface ReadPublishedOptions extends ReadFolderOptions {
  /** Name of the published division. */
  readonly split: string;
}

/**
 * Finds the videos of a published division in a folder, by name and wherever they lie. What its lists do
 * not say (the unlabeled and test videos of Kinetics) the folder's own layout has to.
 *
 * @throws {ManifestError}
 */
export async function readPublished(
  root: string,
  options: ReadPublishedOptions,
): Promise<FoundVideos> {
  const split = await readPublishedSplit(options.split, root);
  if ((await Deno.stat(root)).isFile) {
    throw new ManifestError(root, `it must be a folder, to find the videos of ${split.name} in`);
  }
  if (split.test !== null && options.testList !== undefined) {
    throw new ManifestError(
      root,
      `a test list cannot be given with the split ${split.name}, which has its own`,
    );
  }
  const index = await VideoIndex.read(root);
  const locate = (part: "labeled" | "unlabeled" | "test") =>
    index.locate(split[part] ?? [], {
      what: `${part} videos of ${split.name}`,
      missingShare: options.missingShare,
    });
  const labeled = locate("labeled");
  const rest = split.test === null
    ? await readRest(root, { ...options, split, labeled: labeled.videos })
    : { unlabeled: locate("unlabeled"), test: locate("test"), notes: [] };
  const missing = [labeled, rest.unlabeled, rest.test].flatMap((part) => part.missing);
  return {
    train: [...labeled.videos, ...rest.unlabeled.videos],
    test: rest.test.videos,
    classes: split.classes,
    notes: [...rest.notes, ...noteRelabeled(split)],
    missing: [...new Set(missing)],
    labeled: new Set(labeled.videos.map(({ id }) => id)),
  };
}

/** The videos that a division without unlabeled and test videos leaves to the folder's own layout. */
async function readRest(
  root: string,
  { split, labeled, ...options }: ReadFolderOptions & {
    readonly split: PublishedSplit;
    readonly labeled: readonly NamedVideo[];
  },
) {
  const { train, test, missing, notes } = await readFolder(root, options);
  if (test === null) {
    throw new ManifestError(
      root,
      `the split ${split.name} names no test videos: it needs annotation CSVs, folders 'train' and ` +
        "'val', or a test list",
    );
  }
  const taken = new Set(labeled.map(({ path }) => resolve(path)));
  const named = (videos: readonly NamedVideo[]) =>
    videos.map((video) => ({
      ...video,
      className: video.className === null ? null : underscored(video.className),
    }));
  return {
    unlabeled: { videos: named(train.filter(({ path }) => !taken.has(resolve(path)))), missing },
    test: { videos: named(test), missing: [] },
    notes,
  };
}

function noteRelabeled({ name, relabeled }: PublishedSplit): string[] {
  if (relabeled === 0) return [];
  const videos = pluralize(relabeled, "video");
  return [`${name} gives ${videos} another label than their folder's; used as published`];
}
