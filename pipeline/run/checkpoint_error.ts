/** Thrown when a checkpoint is broken, or belongs to another model or another run. */
export class CheckpointError extends Error {
  /** The class's name. */
  override readonly name = "CheckpointError";
  /** The checkpoint's file. */
  readonly path: string;

  /**
   * Creates an error about a checkpoint.
   *
   * @param path The checkpoint's file.
   * @param message What is said about it.
   */
  constructor(path: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.path = path;
  }
}
