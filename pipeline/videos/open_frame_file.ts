import { FrameFile } from "../../datasets/mod.ts";
import { freeBytes, mediumOf } from "../../runtime/install/mod.ts";
import type { Config } from "../config/config.ts";
import { formatBytes } from "../terminal/format_bytes.ts";
import { frameFolder } from "./frame_folder.ts";

const MEBIBYTE = 2 ** 20;

/** Options of {@linkcode openFrameFile}. */
export interface OpenFrameFileOptions {
  /**
   * Number of processes that start on this machine together; each has a file of its own.
   *
   * @default 1
   */
  readonly processes?: number | undefined;
  /**
   * Where the file is.
   *
   * @default `TMPDIR`, else the program's cache
   */
  readonly folder?: string | undefined;
  /** Shows the user a line: where videos are kept, and whether it is less than was asked for. */
  readonly notify: (line: string) => void;
}

/**
 * Opens the file that keeps decoded videos on disk: of `data.diskMebibytes`, or what is free but for
 * {@linkcode FrameFile.leaveBytes}. What is kept only saves time, and the setting comes with a run to
 * other machines, so less room than was asked for is only said.
 *
 * @returns Undefined if none is wanted, or the folder is not on a disk of this machine.
 */
export async function openFrameFile(
  { diskMebibytes }: Pick<Config["data"], "diskMebibytes">,
  { processes = 1, folder = frameFolder(), notify }: OpenFrameFileOptions,
): Promise<FrameFile | undefined> {
  if (diskMebibytes === 0) return undefined;
  const medium = await mediumOf(folder);
  if (medium !== "disk") {
    const place = medium === "memory" ? "in memory" : "on a network";
    notify(`Disk: no decoded videos, as ${folder} is ${place}; TMPDIR may name another folder`);
    return undefined;
  }
  const wanted = diskMebibytes * MEBIBYTE;
  const free = Math.max(0, await freeBytes(folder) - FrameFile.leaveBytes);
  const budgetBytes = Math.min(wanted, Math.floor(free / processes));
  const file = await FrameFile.open(folder, { budgetBytes });
  const less = budgetBytes < wanted
    ? ` (${formatBytes(wanted)} were asked for, and ${formatBytes(FrameFile.leaveBytes)} stay free)`
    : "";
  notify(`Disk: up to ${formatBytes(budgetBytes)} for decoded videos, in ${folder}${less}`);
  return file;
}
