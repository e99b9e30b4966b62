/** Options of {@linkcode createRunFolder} and {@linkcode findRunFolder}. */
export interface RunFolderOptions {
  /**
   * Folder that holds the run folders.
   *
   * @default runs in the project
   */
  readonly root?: string | undefined;
}
