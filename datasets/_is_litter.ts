/** What archivers, file systems and network storage leave in folders, in lower case. */
const LITTER: ReadonlySet<string> = new Set([
  "#recycle",
  "#snapshot",
  "$recycle.bin",
  "@eadir",
  "@recently-snapshot",
  "@recycle",
  "@tmp",
  "__macosx",
  "__pycache__",
  "~snapshot",
  "desktop.ini",
  "ehthumbs.db",
  "ehthumbs_vista.db",
  "found.000",
  "icon\r",
  "lost+found",
  "network trash folder",
  "recycled",
  "recycler",
  "system volume information",
  "temporary items",
  "thumbs.db",
]);

/**
 * Whether a file or folder is hidden (".name", as the "._name" of macOS) or was made by an archiver
 * or file system for itself: nobody's videos are in it.
 */
export function isLitter(name: string): boolean {
  return name.startsWith(".") || LITTER.has(name.toLowerCase());
}
