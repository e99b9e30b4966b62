/** The error of a second stream, or a second reader, on the same credits. */
export function inUseError(inFlight: number, capacity: number): Error {
  return new Error(
    "Cannot start a stream as no other one may use its credits: " +
      `current value is one with ${inFlight} of ${capacity} credits in flight`,
  );
}

/** The error of a source that is read for a stream that has ended. */
export function closedError(): Error {
  return new Error(
    "Cannot read on as release() must be the only one that subscribes to the stream before it: " +
      "current value is a source that is read after release() has ended (share() goes after it)",
  );
}
