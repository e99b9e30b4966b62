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

/** What is said about a video stream before its packets. */
export interface StreamHeader {
  /** ffmpeg's name of the codec. */
  readonly codec: string;
  /** Width of the stored images in pixels. */
  readonly width: number;
  /** Height of the stored images in pixels. */
  readonly height: number;
  /** Width of a pixel divided by its height; 1 if unknown. */
  readonly pixelAspect: number;
}

/** What ffmpeg writes for a time stamp that it does not know. */
const UNKNOWN = "-9223372036854775808";

/** Bits of a packet's flags; they are not written if only the first is set. */
const FLAGS = { key: 1, discard: 4 };

/**
 * Parses what ffmpeg's format `framecrc` writes for a stream that it copies, as it comes. Nothing in
 * it is text of the video's file: neither names nor tags can pretend to be a line.
 */
export class PacketParser {
  readonly #packets: Packet[] = [];
  /** The lines before the packets, which begin with `#`. */
  readonly #header: string[] = [];
  /** The start of a line whose end has not come. */
  #unfinished = "";

  /** Takes the next part of the text. */
  push(text: string): void {
    const lines = (this.#unfinished + text).split("\n");
    this.#unfinished = lines.pop() ?? "";
    for (const line of lines) {
      if (line.startsWith("#")) this.#header.push(line);
      else if (line.startsWith("0,")) this.#packets.push(parsePacket(line));
    }
  }

  /** Number of packets so far. */
  get count(): number {
    return this.#packets.length;
  }

  /** The packets so far. */
  get list(): PacketList {
    const tick = this.#value("tb", /^(\d+)\/(\d+)$/);
    const tickSec = tick === null ? 1 : Number(tick[1]) / Number(tick[2]);
    return { tickSec, packets: this.#packets };
  }

  /** What was written about the stream; null if it has no images, or nothing was written. */
  get stream(): StreamHeader | null {
    const [, codec] = this.#value("codec_id", /^(\w+)$/) ?? [];
    const [, width, height] = this.#value("dimensions", /^(\d+)x(\d+)$/) ?? [];
    if (codec === undefined || !(Number(width) > 0 && Number(height) > 0)) return null;
    const [, numerator, denominator] = this.#value("sar", /^(\d+)\/(\d+)$/) ?? [];
    const pixelAspect = Number(numerator) / Number(denominator);
    const isKnown = Number.isFinite(pixelAspect) && pixelAspect > 0;
    return {
      codec,
      width: Number(width),
      height: Number(height),
      pixelAspect: isKnown ? pixelAspect : 1,
    };
  }

  #value(name: string, pattern: RegExp): RegExpExecArray | null {
    const start = `#${name} 0: `;
    const line = this.#header.find((line) => line.startsWith(start));
    return line === undefined ? null : pattern.exec(line.slice(start.length).trim());
  }
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
