/** A number of a step, as TensorBoard draws it. */
export interface Scalar {
  /** Name of the curve: parts between slashes are groups. */
  readonly tag: string;
  readonly value: number;
}

/** What TensorBoard knows of a step. */
export interface ScalarEvent {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
  readonly scalars: readonly Scalar[];
}

/** Numbers of the fields of TensorFlow's messages: event.proto and summary.proto. */
const FIELDS = {
  event: { wallTime: 1, step: 2, fileVersion: 3, summary: 5 },
  summary: { value: 1 },
  value: { tag: 1, simpleValue: 2 },
} as const;

/** Types of protocol buffers on the wire. */
const WIRE = { varint: 0, double: 1, bytes: 2, float: 5 } as const;

/**
 * Encodes events as the content of an event file: TFRecord frames around protocol buffers.
 *
 * @param startedAt Seconds since 1970 at which the file starts.
 */
export function encodeEvents(startedAt: number, events: readonly ScalarEvent[]): Uint8Array {
  const { wallTime, fileVersion } = FIELDS.event;
  const version = concat([double(wallTime, startedAt), text(fileVersion, "brain.Event:2")]);
  return concat([version, ...events.map(encodeEvent)].flatMap(frame));
}

function encodeEvent({ wallTime, step, scalars }: ScalarEvent): Uint8Array {
  const values = scalars.map(({ tag, value }) =>
    bytes(
      FIELDS.summary.value,
      concat([text(FIELDS.value.tag, tag), float(FIELDS.value.simpleValue, value)]),
    )
  );
  return concat([
    double(FIELDS.event.wallTime, wallTime),
    concat([key(FIELDS.event.step, WIRE.varint), varint(step)]),
    bytes(FIELDS.event.summary, concat(values)),
  ]);
}

/** A record as TFRecord frames it: its length and its bytes, each with a checksum. */
function frame(record: Uint8Array): Uint8Array[] {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(record.length), true);
  return [length, checksum(length), record, checksum(record)];
}

function key(field: number, wire: number): Uint8Array {
  return varint(field << 3 | wire);
}

function varint(value: number): Uint8Array {
  const digits: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    digits.push(rest % 0x80 | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Uint8Array.from([...digits, rest]);
}

function bytes(field: number, content: Uint8Array): Uint8Array {
  return concat([key(field, WIRE.bytes), varint(content.length), content]);
}

function text(field: number, content: string): Uint8Array {
  return bytes(field, new TextEncoder().encode(content));
}

function double(field: number, value: number): Uint8Array {
  const content = new Uint8Array(8);
  new DataView(content.buffer).setFloat64(0, value, true);
  return concat([key(field, WIRE.double), content]);
}

function float(field: number, value: number): Uint8Array {
  const content = new Uint8Array(4);
  new DataView(content.buffer).setFloat32(0, value, true);
  return concat([key(field, WIRE.float), content]);
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

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
