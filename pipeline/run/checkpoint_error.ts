/** Thrown when a checkpoint is broken, or belongs to another model or another run. */
export class CheckpointError extends Error {
  override readonly name = "CheckpointError";
  /** The checkpoint's file. */
  readonly path: string;

  /**
   * @param path The checkpoint's file.
   * @param message What is said about it.
   */
  constructor(path: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.path = path;
  }
}
