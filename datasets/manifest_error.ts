/** The data set cannot be used as it is; the message says what to mend, on one line. */
export class ManifestError extends Error {
  override readonly name = "ManifestError";
  /** The folder or list that is wrong. */
  readonly path: string;

  constructor(path: string, problem: string, options: ErrorOptions = {}) {
    super(`Cannot read videos from '${path}': ${problem}`, options);
    this.path = path;
  }
}
