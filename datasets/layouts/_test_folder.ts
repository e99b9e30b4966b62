import type { NamedVideo } from "../_found_videos.ts";
import { foldersWithVideos } from "../folders/_folder_tree.ts";
import { folderOfClasses, refusePartsBelow } from "./_part_folders.ts";
import { comparableName } from "../labels/_comparable_name.ts";
import { type FolderBelow, folderIn, pathOf, takeVideos } from "../folders/_folder_below.ts";
import { ManifestError } from "../manifest_error.ts";
import { pluralize, quotedList } from "../_words.ts";

/** Options of {@linkcode takeTestVideos}. */
export interface TestFoldersOptions {
  /** The folder of test videos, if there is one. */
  readonly test: FolderBelow | undefined;
  /** The folder of validation videos, if there is one. */
  readonly val: FolderBelow | undefined;
  /** The classes of the training videos. */
  readonly classes: readonly string[];
  /** Whether the user states that the folders are parts of class folders. */
  readonly isStated: boolean;
}

/** The test videos of {@linkcode takeTestVideos}. */
export interface TestFolder {
  readonly videos: readonly NamedVideo[];
  /** Where they come from: "from valid/". */
  readonly source: string;
  readonly notes: readonly string[];
}

/**
 * Takes the test videos from the folder for them, or from that of the validation videos if there is
 * no other with class folders.
 *
 * @returns Null if there is neither.
 * @throws {ManifestError} If none of them has class folders.
 */
export function takeTestVideos(
  { test, val, classes, isStated }: TestFoldersOptions,
): TestFolder | null {
  const namesByForm = new Map(classes.map((name) => [comparableName(name), name]));
  const isClass = (name: string) => namesByForm.has(comparableName(name));
  const folders = [test, val].filter((folder) => folder !== undefined);
  const inner = folders.map((folder) => folderOfClasses(folder, isClass));
  const chosen = inner.findIndex(({ tree }) => foldersWithVideos(tree).length > 0);
  const [first] = folders;
  if (first === undefined) return null;
  const [folder, classFolders] = [folders[chosen], inner[chosen]];
  if (folder === undefined || classFolders === undefined) {
    throw new ManifestError(
      pathOf(first),
      `its ${pluralize(first.tree.videoCount, "video")} cannot be test videos without a folder ` +
        "for each class",
    );
  }
  if (!isStated) refusePartsBelow(classFolders);
  const unused = folders.filter((other) => other !== folder);
  return {
    videos: takeClasses(classFolders, namesByForm),
    source: `from ${folder.prefix}`,
    notes: [
      ...noteEmpty(classFolders),
      ...unused.map((other) => `left the videos in '${pathOf(other)}' unused`),
    ],
  };
}

/** Takes the videos, their classes written as those of the training videos. */
function takeClasses(
  folder: FolderBelow,
  namesByForm: ReadonlyMap<string, string>,
): NamedVideo[] {
  return [
    ...takeVideos({ ...folder, tree: { ...folder.tree, folders: [] } }, null),
    ...foldersWithVideos(folder.tree).flatMap((classFolder) => {
      const { name } = classFolder;
      return takeVideos(
        folderIn(folder, classFolder),
        namesByForm.get(comparableName(name)) ?? name,
      );
    }),
  ];
}

function noteEmpty(folder: FolderBelow): string[] {
  const empty = folder.tree.folders.filter(({ videoCount }) => videoCount === 0);
  if (empty.length === 0) return [];
  const names = quotedList(empty.map(({ name }) => name));
  return [`no video in '${pathOf(folder)}' of ${names}`];
}
