import type { PinnedFolder } from "./pinned_folder.ts";

/** Thrown when a file in the user's cache is not the one that was installed there. */
export class ChangedFileError extends Error {
  override readonly name = "ChangedFileError";
  /** What the user can do, in one sentence. */
  readonly remedy: string;

  /**
   * @param path Path of the file.
   * @param folder The folder that it was installed in.
   * @param reason What it is instead, for example "it has 5 bytes instead of 10".
   */
  constructor(
    path: string,
    { folder, reason }: { readonly folder: PinnedFolder; readonly reason: string },
  ) {
    super(`Cannot use ${path} as it must be as it was installed: ${reason}`);
    this.remedy = `Remove the folder ${folder.path} and run '${folder.command}'.`;
  }
}
