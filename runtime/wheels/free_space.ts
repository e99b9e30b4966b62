import type { StatsFs } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import type { PinnedFile } from "./pinned_folder.ts";
import type { Wheel } from "./wheel.ts";

/** Returns the free bytes on the disk that holds a folder, or will hold it once it exists. */
export async function freeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await fileSystemOf(directory);
  return bavail * bsize;
}

/** Linux's numbers of file systems that are not on a disk of the machine. */
const ELSEWHERE: ReadonlyMap<number, "memory" | "network"> = new Map([
  [0x0102_1994, "memory"], // tmpfs
  [0x8584_58f6, "memory"], // ramfs
  [0x6969, "network"], // NFS
  [0xfe53_4d42, "network"], // SMB
  [0xff53_4d42, "network"], // CIFS
]);

/** Returns where the files of a folder are, which may not exist yet. */
export async function mediumOf(directory: string): Promise<"disk" | "memory" | "network"> {
  // Deno lets only programs look there that may do everything.
  if (/^\/dev(\/|$)/.test(directory)) return "memory";
  return ELSEWHERE.get((await fileSystemOf(directory)).type) ?? "disk";
}

async function fileSystemOf(directory: string): Promise<StatsFs> {
  try {
    return await statfs(directory);
  } catch (error) {
    const parent = dirname(directory);
    if ((error as { code?: string }).code !== "ENOENT" || parent === directory) throw error;
    return await fileSystemOf(parent);
  }
}

/**
 * Returns the bytes of disk that installing wheels one after the other takes: each wheel is kept
 * until it is unpacked, and removed before the next is downloaded.
 */
export function bytesToInstall(...wheels: readonly Wheel[]): number {
  return Math.max(0, ...wheels.map(({ bytes }) => bytes)) +
    bytesOf(wheels.flatMap(({ members }) => members));
}

/** Returns the bytes that files have together. */
export function bytesOf(files: readonly Pick<PinnedFile, "bytes">[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/**
 * Requires room on the disk that holds a folder.
 *
 * @throws {Error} If there is too little; the message names the folder, what is needed and what is
 * free.
 */
export async function requireFreeSpace(directory: string, neededBytes: number): Promise<void> {
  const free = await freeBytes(directory);
  if (free >= neededBytes) return;
  throw new Error(
    `${directory} needs ${Math.ceil(neededBytes / 1e6)} MB of free space, and has ` +
      `${Math.floor(free / 1e6)} MB`,
  );
}
