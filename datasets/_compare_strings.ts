/** Orders strings by code unit, which unlike `localeCompare` is the same on every machine. */
export function compareStrings(left: string, right: string): number {
  if (left < right) return -1;
  return left > right ? 1 : 0;
}
