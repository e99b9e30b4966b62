import { type MachineMemory, machineMemory } from "../../runtime/install/mod.ts";
import type { Config } from "../config/config.ts";

const MEBIBYTE = 2 ** 20;

/** Share of the free memory: the rest is for steps, and for what else runs on the machine. */
const SHARE = 1 / 4;

/** Where it is not known what is free. */
const USUAL_BYTES = 1024 * MEBIBYTE;

/** Options of {@linkcode cacheBytes}. */
export interface CacheBytesOptions {
  /**
   * Number of processes that start on this machine together, and share the quarter.
   *
   * @default 1
   */
  readonly processes?: number | undefined;
  /**
   * The memory of the machine.
   *
   * @default as it is now
   */
  readonly memory?: MachineMemory | undefined;
}

/**
 * Returns how many bytes of decoded videos a process keeps: `data.cacheMebibytes`, else a quarter of
 * what is free.
 */
export function cacheBytes(
  { cacheMebibytes }: Pick<Config["data"], "cacheMebibytes">,
  { processes = 1, memory = machineMemory() }: CacheBytesOptions = {},
): number {
  if (cacheMebibytes !== undefined) return cacheMebibytes * MEBIBYTE;
  if (memory === undefined) return USUAL_BYTES;
  return Math.floor(SHARE * memory.available / processes);
}
