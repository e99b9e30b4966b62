import { formatBytes } from "../terminal/format_bytes.ts";
import type { ProposedField } from "./propose_fields.ts";

const MEBIBYTE = 2 ** 20;

/** What the decoded videos may take of their estimate, which is by some of them. */
const MARGIN = 1.2;

/** Share of the free disk that is taken for them. */
const DISK_SHARE = 0.5;

/** What {@linkcode proposeDisk} looks at, in bytes. */
export interface DecodedVideos {
  /** What all decoded videos take, as estimated. */
  readonly decoded: number;
  /** What is kept of them in memory. */
  readonly memory: number;
  /** What is free on the disk. */
  readonly free: number;
}

/** Proposes to keep decoded videos on disk if they do not fit into memory, and there is room. */
export function proposeDisk({ decoded, memory, free }: DecodedVideos): ProposedField[] {
  const needed = MARGIN * decoded;
  if (needed <= memory || needed > DISK_SHARE * free) return [];
  return [{
    path: "data.diskMebibytes",
    value: Math.ceil(needed / MEBIBYTE),
    why: `decoded, the videos take up to ${formatBytes(needed)}, and ${formatBytes(memory)} of ` +
      "memory are for them: on disk, each is decoded once",
  }];
}
