/** Whether work ended with an error because the user wanted to stop. */
export function isInterrupt(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted && error === signal.reason;
}
