/** A class has fewer labeled videos than asked for. */
export class TooFewLabelsError extends Error {
  override readonly name = "TooFewLabelsError";
}
