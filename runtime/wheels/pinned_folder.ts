import type { FileDigest } from "./check_file.ts";

/** A file whose content is known before it is downloaded. */
export interface PinnedFile extends FileDigest {
  /** Name on disk, with the folders above it if any. */
  readonly fileName: string;
  /**
   * Whether it is a program.
   *
   * @default false
   */
  readonly executable?: boolean;
}

/** A folder in the user's cache that is installed as a whole. */
export interface PinnedFolder {
  /** Path of the folder. */
  readonly path: string;
  /** What it holds. */
  readonly files: readonly PinnedFile[];
  /** Command that installs it again, for example "deno task setup". */
  readonly command: string;
}
