import { FrameFile } from "../../datasets/mod.ts";
import { freeBytes, isInMemory } from "../../runtime/install/mod.ts";
import type { Config } from "../config/config.ts";
import { ConfigError } from "../config/config_error.ts";
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
  /**
   * Shows the user a line.
   *
   * @default not shown
   */
  readonly notify?: ((line: string) => void) | undefined;
}

/**
 * Opens the file that keeps decoded videos on disk (`data.diskMebibytes`); undefined if none is
 * wanted.
 *
 * @throws {ConfigError} If there is too little room, or the folder is in memory.
 */
export async function openFrameFile(
  { diskMebibytes }: Pick<Config["data"], "diskMebibytes">,
  { processes = 1, folder = frameFolder(), notify }: OpenFrameFileOptions = {},
): Promise<FrameFile | undefined> {
  if (diskMebibytes === 0) return undefined;
  const bytes = diskMebibytes * MEBIBYTE;
  if (await isInMemory(folder)) {
    throw refusal(`must be 0, or TMPDIR a folder on a disk: ${folder} is in memory`);
  }
  const free = await freeBytes(folder);
  if (processes * bytes > free) {
    const each = processes === 1 ? "" : ` for each of ${processes} processes`;
    throw refusal(
      `must be at most what is free on the disk of ${folder}, ${formatBytes(free)}: ` +
        `current value is ${diskMebibytes} (${formatBytes(bytes)}${each}); ` +
        "TMPDIR may name a folder on another disk",
    );
  }
  notify?.(`Disk: up to ${formatBytes(bytes)} for decoded videos, in ${folder}`);
  return await FrameFile.open(folder, bytes);
}

function refusal(message: string): ConfigError {
  return new ConfigError("the configuration", [{ path: "data.diskMebibytes", message }]);
}
