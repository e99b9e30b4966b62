import { pngSize } from "../pictures/png_size.ts";
import { joinBytes } from "../../runtime/protobuf/join_bytes.ts";
import { Message } from "../../runtime/protobuf/message.ts";

/** What TensorBoard shows of a step under a name: parts of it between slashes are groups. */
export type Summary =
  | { readonly tag: string; readonly scalar: number }
  | { readonly tag: string; readonly histogram: Histogram }
  | { readonly tag: string; readonly png: Uint8Array<ArrayBuffer> };

/** How many values there are of which size. */
export interface Histogram {
  /** The ends of all bins in rising order: one more than there are bins. */
  readonly edges: readonly number[];
  /** Number of values in each bin. */
  readonly counts: readonly number[];
  /** Mean of all values. */
  readonly mean: number;
}

/** What TensorBoard knows of a step. */
export interface StepEvent {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
  readonly summaries: readonly Summary[];
}

/** Numbers of the fields of TensorFlow's messages: event.proto, summary.proto and histogram.proto. */
const FIELDS = {
  event: { wallTime: 1, step: 2, fileVersion: 3, summary: 5 },
  summary: { value: 1 },
  value: { tag: 1, scalar: 2, image: 4, histogram: 5 },
  image: { height: 1, width: 2, channels: 3, png: 4 },
  histogram: { min: 1, max: 2, count: 3, sum: 4, bucketEnds: 6, buckets: 7 },
} as const;

/** Red, green, blue and opacity: what the images have. */
const CHANNELS = 4;

/**
 * Encodes events as the content of an event file: TFRecord frames around protocol buffers.
 *
 * @param startedAt Seconds since 1970 at which the file starts.
 */
export function encodeEvents(startedAt: number, events: readonly StepEvent[]): Uint8Array {
  const { wallTime, fileVersion } = FIELDS.event;
  const version = new Message().double(wallTime, startedAt).text(fileVersion, "brain.Event:2");
  return joinBytes([version, ...events.map(encodeEvent)].flatMap(frame));
}

function encodeEvent({ wallTime, step, summaries }: StepEvent): Message {
  const summary = new Message();
  for (const value of summaries) summary.message(FIELDS.summary.value, encodeSummary(value));
  return new Message()
    .double(FIELDS.event.wallTime, wallTime)
    .integer(FIELDS.event.step, step)
    .message(FIELDS.event.summary, summary);
}

function encodeSummary(summary: Summary): Message {
  const value = new Message().text(FIELDS.value.tag, summary.tag);
  if ("scalar" in summary) return value.float(FIELDS.value.scalar, summary.scalar);
  return "png" in summary
    ? value.message(FIELDS.value.image, encodeImage(summary.png))
    : value.message(FIELDS.value.histogram, encodeHistogram(summary.histogram));
}

function encodeImage(png: Uint8Array<ArrayBuffer>): Message {
  const { width, height } = pngSize(png);
  return new Message()
    .integer(FIELDS.image.height, height)
    .integer(FIELDS.image.width, width)
    .integer(FIELDS.image.channels, CHANNELS)
    .bytes(FIELDS.image.png, png);
}

/** Without the sum of squares, which is not known and not shown. */
function encodeHistogram({ edges, counts, mean }: Histogram): Message {
  const { min, max, count, sum, bucketEnds, buckets } = FIELDS.histogram;
  const values = counts.reduce((total, inBin) => total + inBin, 0);
  return new Message()
    .double(min, edges[0] ?? 0)
    .double(max, edges.at(-1) ?? 0)
    .double(count, values)
    .double(sum, mean * values)
    .doubles(bucketEnds, edges.slice(1))
    .doubles(buckets, counts);
}

/** A record as TFRecord frames it: its length and its bytes, each with a checksum. */
function frame(message: Message): Uint8Array[] {
  const record = message.toBytes();
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(record.length), true);
  return [length, checksum(length), record, checksum(record)];
}

/** TFRecord's masked checksum of bytes, in its four bytes. */
function checksum(content: Uint8Array): Uint8Array {
  const crc = crc32c(content);
  const masked = ((crc >>> 15 | crc << 17) + 0xa282ead8) >>> 0;
  const encoded = new Uint8Array(4);
  new DataView(encoded.buffer).setUint32(0, masked, true);
  return encoded;
}

/** The remainders of the bytes 0 to 255 by Castagnoli's polynomial, its bits reversed. */
const REMAINDERS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) {
    remainder = remainder & 1 ? remainder >>> 1 ^ 0x82f63b78 : remainder >>> 1;
  }
  return remainder;
});

/** CRC-32C; the runtime's own CRC-32 has another polynomial. */
function crc32c(content: Uint8Array): number {
  let crc = ~0;
  for (const byte of content) crc = crc >>> 8 ^ (REMAINDERS[(crc ^ byte) & 0xff] ?? 0);
  return ~crc >>> 0;
}
