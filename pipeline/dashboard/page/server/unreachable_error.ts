/** Thrown if the server does not answer; the page tries again once it does. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";

  constructor(options: ErrorOptions) {
    super(
      "Cannot update the page as its server must answer: it was stopped, or is being started again",
      options,
    );
  }
}
