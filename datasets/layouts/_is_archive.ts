/** Endings of archives that videos are published in. */
const ARCHIVE = /\.(?:zip|rar|7z|tar|tgz|gz|bz2|xz|zst)$/i;

/** Whether a file is named like an archive. */
export function isArchive(name: string): boolean {
  return ARCHIVE.test(name);
}
