/** Returns a line for the user about files that are not videos; none if there are no such files. */
export function noteIgnoredFiles(count: number): string[] {
  if (count === 0) return [];
  const files = count === 1 ? "file that is not a video" : "files that are not videos";
  return [`ignored ${count} ${files}`];
}
