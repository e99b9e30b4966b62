/** Thrown when a run folder is missing, taken, or in use by another process. */
export class RunFolderError extends Error {
  override readonly name = "RunFolderError";
}
