/** Waits for a promise, but not longer than a time; returns whether it has settled. */
export async function settledWithin(
  promise: Promise<unknown>,
  milliseconds: number,
): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), milliseconds);
  const settled = promise.then(() => true, () => true);
  const answer = await Promise.race([settled, late.promise]);
  clearTimeout(timer);
  return answer;
}
