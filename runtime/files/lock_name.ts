/** Name of the file in a folder by which a process holds the folder: it has locked it. */
export const LOCK_NAME = "lock";
