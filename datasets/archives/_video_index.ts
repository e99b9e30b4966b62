import { join } from "node:path";
import type { NamedVideo } from "../_found_videos.ts";
import { type FolderTree, videoPaths } from "../folders/_folder_tree.ts";
import type { PresentVideos } from "../lists/_listed_files.ts";
import { refuseManyMissing } from "../lists/_missing_files.ts";
import { ManifestError } from "../manifest_error.ts";
import type { ListedVideo } from "../splits/read_published_split.ts";
import { hasVideoExtension } from "../_video_extension.ts";
import { quotedList } from "../_words.ts";

/** Options of {@linkcode VideoIndex.locate}. */
export interface LocateVideosOptions {
  /** What the videos are, for messages: "test videos of ucf101-1pct". */
  readonly what: string;
  /** Largest share of them that may have no file, 0 to 1. */
  readonly missingShare: number;
}

/**
 * The videos below a folder by the names that lists give them. A listed video is found in any
 * folder and with any extension, so that one list serves the original archive, flat folders and
 * transcoded copies. One in a folder named "replacement…" replaces others of its name, as in the
 * archive of Kinetics.
 */
export class VideoIndex {
  readonly #root: string;
  readonly #idsByStem: ReadonlyMap<string, readonly string[]>;
  /** By the names of {@linkcode clipForm}; made when a name of a clip is not found. */
  #idsByClipForm: ReadonlyMap<string, readonly string[]> | undefined;

  /** @param tree All that is below the folder. */
  constructor(root: string, tree: FolderTree) {
    this.#root = root;
    this.#idsByStem = Map.groupBy(videoPaths(tree), (id) => stemOf(baseName(id)));
  }

  /** Whether a listed video has a file. */
  has(written: string): boolean {
    return this.#candidates(written).length > 0;
  }

  /**
   * Finds the files of listed videos.
   *
   * @returns The videos with a file, and the names of those without.
   * @throws {ManifestError} If more than `missingShare` are missing, or several files have one
   * name.
   */
  locate(
    listed: readonly ListedVideo[],
    { what, missingShare }: LocateVideosOptions,
  ): PresentVideos<NamedVideo> {
    const videos: NamedVideo[] = [];
    const missing: string[] = [];
    const namesByFile = new Map<string, string>();
    for (const { written, className } of listed) {
      const file = this.#find(written);
      if (file === null) {
        missing.push(written);
        continue;
      }
      const otherName = namesByFile.get(file);
      if (otherName !== undefined) {
        const names = quotedList([otherName, written]);
        throw new ManifestError(this.#root, `'${file}' is listed twice, as ${names}`);
      }
      namesByFile.set(file, written);
      // The id is the list's name, the same in every layout, so that hashes and random draws are
      // too.
      videos.push({ id: written, path: join(this.#root, file), className });
    }
    refuseManyMissing(this.#root, { what, missing, total: listed.length, missingShare });
    return { videos, missing };
  }

  #find(written: string): string | null {
    const candidates = this.#candidates(written);
    if (candidates.length < 2) return candidates[0] ?? null;
    // Of several files with that name, the one in the folder of that class is meant.
    const wanted = comparable(written);
    const inFolder = candidates.filter((id) => `/${comparable(id)}`.endsWith(`/${wanted}`));
    const matches = inFolder.length > 0 ? inFolder : candidates;
    if (matches.length === 1) return matches[0] ?? null;
    throw new ManifestError(
      this.#root,
      `several files are '${written}': ${quotedList(matches)}`,
    );
  }

  /** Returns the files that a list may mean; only replacements if there are any. */
  #candidates(written: string): readonly string[] {
    const stem = stemOf(baseName(written));
    const found = this.#idsByStem.get(stem) ?? this.#findClip(stem);
    const replacements = found.filter(isReplacement);
    return replacements.length > 0 ? replacements : found;
  }

  /** Finds a clip of Kinetics whose file has its seconds written otherwise. */
  #findClip(stem: string): readonly string[] {
    const form = clipForm(stem);
    if (form === null) return [];
    this.#idsByClipForm ??= Map.groupBy(
      [...this.#idsByStem.values()].flat(),
      (id) => clipForm(stemOf(baseName(id))) ?? "",
    );
    return this.#idsByClipForm.get(form) ?? [];
  }
}

/** Whether a video is in a folder of replacements of corrupted videos. */
function isReplacement(id: string): boolean {
  return /(?:^|\/)replacements?(?:_[^/]*)?\//i.test(id);
}

/**
 * Writes the name of a clip of Kinetics, "ID_000001_000011", with its seconds as plain numbers;
 * null if it is not named so.
 */
function clipForm(stem: string): string | null {
  const [, id, start, end] = /^(.+)_(\d+)_(\d+)$/.exec(stem) ?? [];
  return id === undefined ? null : `${id}_${Number(start)}_${Number(end)}`;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Writes a class as lists and folders do: "shooting goal (soccer)" as "shooting_goal_(soccer)". */
export function underscored(name: string): string {
  return name.replaceAll(" ", "_");
}

/** Returns a path without extension, its folders with underscores for blanks. */
function comparable(path: string): string {
  const nameStart = path.lastIndexOf("/") + 1;
  return underscored(path.slice(0, nameStart)) + stemOf(path.slice(nameStart));
}

/** Returns a name without its extension, or both of "ID.mp4.mkv", as youtube-dl merges streams. */
function stemOf(name: string): string {
  let stem = name;
  while (hasVideoExtension(stem)) stem = stem.slice(0, stem.lastIndexOf("."));
  return stem;
}
