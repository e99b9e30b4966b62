/** Writes a class name in the one way in which people write it with other cases and separators. */
export function comparableName(className: string): string {
  return className.normalize("NFKC").toLowerCase().trim().replace(/[\s_-]+/g, "_");
}
