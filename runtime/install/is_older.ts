/**
 * Whether a version comes before another. Numbers are compared from left to right; a missing one
 * counts as 0, so that "2.27" is not older than "2.27.0".
 *
 * @param version Numbers joined by dots, for example "9.10.2".
 */
export function isOlder(version: string, than: string): boolean {
  const numbers = version.split(".").map(Number);
  const limits = than.split(".").map(Number);
  for (let index = 0; index < Math.max(numbers.length, limits.length); index++) {
    const number = numbers[index] ?? 0;
    const limit = limits[index] ?? 0;
    if (number !== limit) return number < limit;
  }
  return false;
}
