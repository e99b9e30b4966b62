import type { FfmpegOutcome } from "./_diagnose.ts";
import { FfmpegRun, type FfmpegWork } from "./_ffmpeg_run.ts";
import { PacketParser } from "./_parse_packets.ts";
import { requirePackets } from "./_require_bounds.ts";

/** What {@linkcode readPackets} works with. */
export interface ReadPacketsOptions extends FfmpegWork {
  readonly ffmpegPath: string;
  /** Arguments with which ffmpeg writes the format `framecrc` on stdout. */
  readonly args: readonly string[];
}

/** How ffmpeg ended, with all that it wrote about packets. */
export interface ReadPackets extends FfmpegOutcome {
  readonly parser: PacketParser;
}

/** Most bytes before the packets, and of the line of one packet. */
const MAX_BYTES = { header: 1 << 20, packet: 128 };

/** Bytes read at a time: the size of a pipe on Linux. */
const CHUNK_BYTES = 65536;

/**
 * Runs ffmpeg to its end and parses the packets that it writes as they come, so that only these are
 * in memory.
 *
 * @throws {DecodeError} If there are too many, or ffmpeg writes something else, is silent for too long or crashes.
 * @throws {Error} If signals end ffmpeg again and again.
 * @throws {unknown} If the signal is aborted: its reason, when ffmpeg has ended.
 */
export async function readPackets(
  path: string,
  options: ReadPacketsOptions,
): Promise<ReadPackets> {
  await using run = new FfmpegRun({ ...options, video: path });
  const parser = new PacketParser();
  let bytes = 0;
  for (;;) {
    const chunk = await run.fill(CHUNK_BYTES);
    // The lines are ASCII: no character is cut in two.
    parser.push(new TextDecoder().decode(chunk));
    requirePackets(path, parser.count);
    bytes += chunk.byteLength;
    const maxBytes = MAX_BYTES.header + MAX_BYTES.packet * parser.count;
    if (bytes > maxBytes) throw run.error("wrote something other than a list of packets");
    if (chunk.byteLength < CHUNK_BYTES) break;
  }
  return { ...run.outcome, parser };
}
