/** Thrown when a run folder is missing, exists already, has no checkpoint or is used by another process. */
export class RunFolderError extends Error {
  /** The class's name. */
  override readonly name = "RunFolderError";
}
