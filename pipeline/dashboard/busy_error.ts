/** Thrown when more is asked for at once than can be done. */
export class BusyError extends Error {
  override readonly name = "BusyError";
}
