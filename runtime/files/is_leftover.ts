/** The end of the names of files that are being written, also in earlier versions. */
const LEFTOVER = /(?:^|\.)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.partial$/;

/** Whether a file's name is that of one half written: by a process at work, or one that was killed. */
export function isLeftover(name: string): boolean {
  return LEFTOVER.test(name);
}
