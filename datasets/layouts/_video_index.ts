import { join } from "node:path";
import { refuseManyMissing } from "./_missing_files.ts";
import type { ListedVideo } from "../splits/read_published_split.ts";
import { quotedList } from "../_words.ts";
import { listFolder } from "../_list_folder.ts";
import { hasVideoExtension } from "../_video_extension.ts";
import { ManifestError } from "../manifest_error.ts";
import type { NamedVideo } from "./_layout.ts";

/** Where to look for listed videos, and how many may be missing. */
export interface LocateOptions {
  /** What the videos are, as in "test videos of ucf101-1pct". */
  readonly what: string;
  /** Largest share of them without a file, 0 to 1. */
  readonly missingShare: number;
}

/**
 * The videos below a folder by the name that lists call them. A listed video is found wherever it lies and
 * whatever its extension, so that a list serves the original archive, flat folders and transcoded copies.
 */
export class VideoIndex {
  readonly #root: string;
  readonly #idsByStem: ReadonlyMap<string, readonly string[]>;

  private constructor(root: string, ids: readonly string[]) {
    this.#root = root;
    this.#idsByStem = Map.groupBy(ids, (id) => stemOf(id.slice(id.lastIndexOf("/") + 1)));
  }

  /** Lists all videos below a folder, but those in hidden folders. */
  static async read(root: string): Promise<VideoIndex> {
    return new VideoIndex(root, await listVideos(root, ""));
  }

  /**
   * Finds the files of listed videos.
   *
   * @returns The videos with a file, and the names of those without.
   * @throws {ManifestError} if more than `missingShare` are missing, or several files go by one name.
   */
  locate(
    listed: readonly ListedVideo[],
    { what, missingShare }: LocateOptions,
  ): { readonly videos: NamedVideo[]; readonly missing: string[] } {
    const videos: NamedVideo[] = [];
    const missing: string[] = [];
    const seen = new Map<string, string>();
    for (const { written, className } of listed) {
      const file = this.#find(written);
      if (file === null) {
        missing.push(written);
        continue;
      }
      const other = seen.get(file);
      if (other !== undefined) {
        const names = quotedList([other, written]);
        throw new ManifestError(this.#root, `'${file}' is listed twice, as ${names}`);
      }
      seen.set(file, written);
      // The id is the list's name, the same in every layout, so that hashes and random draws are too.
      videos.push({ id: written, path: join(this.#root, file), className });
    }
    refuseManyMissing(this.#root, { what, missing, total: listed.length, missingShare });
    return { videos, missing };
  }

  #find(written: string): string | null {
    const wanted = comparable(written);
    const candidates = this.#idsByStem.get(wanted.slice(wanted.lastIndexOf("/") + 1)) ?? [];
    if (candidates.length < 2) return candidates[0] ?? null;
    // Several files of that name: the one in the folder of that class is meant.
    const inFolder = candidates.filter((id) => `/${comparable(id)}`.endsWith(`/${wanted}`));
    const [only, ...others] = inFolder.length > 0 ? inFolder : candidates;
    if (others.length === 0) return only ?? null;
    throw new ManifestError(
      this.#root,
      `several files are '${written}': ${quotedList([only ?? "", ...others])}`,
    );
  }
}

/** How lists and folders write a class: "shooting goal (soccer)" is "shooting_goal_(soccer)". */
export function underscored(name: string): string {
  return name.replaceAll(" ", "_");
}

/** A path without extension, its folders with underscores for blanks. */
function comparable(path: string): string {
  const slash = path.lastIndexOf("/") + 1;
  return underscored(path.slice(0, slash)) + stemOf(path.slice(slash));
}

function stemOf(name: string): string {
  return hasVideoExtension(name) ? name.slice(0, name.lastIndexOf(".")) : name;
}

async function listVideos(root: string, below: string): Promise<string[]> {
  const ids: string[] = [];
  for (const { name, isFile } of await listFolder(join(root, below))) {
    const id = below === "" ? name : `${below}/${name}`;
    if (!isFile) {
      for (const inner of await listVideos(root, id)) ids.push(inner);
    } else if (hasVideoExtension(name)) ids.push(id);
  }
  return ids;
}
