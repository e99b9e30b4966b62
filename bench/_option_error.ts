/** A mistake in the options of a bench: its message is enough, where a defect has a stack trace. */
export class OptionError extends Error {
  override readonly name = "OptionError";
}
