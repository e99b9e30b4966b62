import { join } from "node:path";
import type { NamedVideo } from "./_layout.ts";
import type { PresentVideos } from "./_listed_files.ts";
import { listVideos } from "./_list_videos.ts";
import { refuseManyMissing } from "./_missing_files.ts";
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
 * transcoded copies.
 */
export class VideoIndex {
  readonly #root: string;
  readonly #idsByStem: ReadonlyMap<string, readonly string[]>;

  private constructor(root: string, ids: readonly string[]) {
    this.#root = root;
    this.#idsByStem = Map.groupBy(ids, (id) => stemOf(id.slice(id.lastIndexOf("/") + 1)));
  }

  /** Lists all videos below a folder, except those in hidden folders. */
  static async read(root: string): Promise<VideoIndex> {
    const { ids } = await listVideos(root, "");
    return new VideoIndex(root, ids);
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
    const wanted = comparable(written);
    const candidates = this.#idsByStem.get(wanted.slice(wanted.lastIndexOf("/") + 1)) ?? [];
    if (candidates.length < 2) return candidates[0] ?? null;
    // Of several files with that name, the one in the folder of that class is meant.
    const inFolder = candidates.filter((id) => `/${comparable(id)}`.endsWith(`/${wanted}`));
    const matches = inFolder.length > 0 ? inFolder : candidates;
    if (matches.length === 1) return matches[0] ?? null;
    throw new ManifestError(
      this.#root,
      `several files are '${written}': ${quotedList(matches)}`,
    );
  }
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

function stemOf(name: string): string {
  return hasVideoExtension(name) ? name.slice(0, name.lastIndexOf(".")) : name;
}
