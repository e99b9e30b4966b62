/**
 * Why there was no room for a whole video: memory is full, and the disk as well, or the video is too
 * long for the disk.
 */
export type LackOfRoom = "memory" | "disk" | "length";
