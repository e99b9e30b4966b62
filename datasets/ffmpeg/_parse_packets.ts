/** A packet of compressed data, as the container holds it: usually one picture. */
export interface Packet {
  /** When it is decoded, in ticks; null if unknown. */
  readonly dts: number | null;
  /** When its picture is shown, in ticks; null if unknown. */
  readonly pts: number | null;
  /** How long its picture is shown, in ticks; 0 if unknown. */
  readonly duration: number;
  /** Whether decoding can start here. */
  readonly isKey: boolean;
  /** Whether its picture is decoded but not shown. */
  readonly isDiscarded: boolean;
}

/** The packets of a video stream in the order of the file. */
export interface PacketList {
  /** Length of a tick in seconds. */
  readonly tickSec: number;
  readonly packets: readonly Packet[];
}

/** What ffmpeg writes for a time stamp that it does not know. */
const UNKNOWN = "-9223372036854775808";

/** Bits of a packet's flags; they are not written if only the first is set. */
const FLAGS = { key: 1, discard: 4 };

/**
 * Parses what ffmpeg's format `framecrc` writes for a stream that it copies.
 *
 * @returns The packets; without any, if nothing was written.
 */
export function parsePackets(text: string): PacketList {
  const [, numerator = 1, denominator = 1] = /^#tb 0: (\d+)\/(\d+)/m.exec(text) ?? [];
  const lines = text.split("\n").filter((line) => /^0,/.test(line));
  return { tickSec: Number(numerator) / Number(denominator), packets: lines.map(parsePacket) };
}

function parsePacket(line: string): Packet {
  const [, dts = UNKNOWN, pts = UNKNOWN, duration] = line.split(/, */);
  const written = /, F=0x([0-9A-Fa-f]+)/.exec(line)?.[1];
  const flags = written === undefined ? FLAGS.key : Number.parseInt(written, 16);
  return {
    dts: parseTick(dts),
    pts: parseTick(pts),
    duration: Number(duration),
    isKey: (flags & FLAGS.key) !== 0,
    isDiscarded: (flags & FLAGS.discard) !== 0,
  };
}

function parseTick(text: string): number | null {
  return text === UNKNOWN ? null : Number(text);
}
