/** Key of the state in the file's metadata. */
export const STATE_KEY = "actnetformer";

/** Name of the last tensor in a file: the checksum of the state and of all bytes before it. */
export const CHECKSUM = "checksum";
