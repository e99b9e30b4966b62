import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import type { Wheel } from "./wheel.ts";

/** Free bytes on the disk that holds a folder, or will hold it when it is made. */
export async function freeBytes(directory: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  } catch (error) {
    const parent = dirname(directory);
    if ((error as { code?: string }).code !== "ENOENT" || parent === directory) throw error;
    return await freeBytes(parent);
  }
}

/** Bytes of disk that installing a wheel takes: the wheel lies beside what is unpacked from it. */
export function bytesToInstall(wheel: Wheel): number {
  return wheel.bytes + wheel.members.reduce((sum, member) => sum + member.bytes, 0);
}
