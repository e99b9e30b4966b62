/** Reads a whole number of a query; NaN if it is something else, undefined if it is not there. */
export function readNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  return /^\d{1,12}$/.test(text) ? Number(text) : NaN;
}
