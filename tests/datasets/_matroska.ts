import { type EbmlElement, readEbmlElement } from "../../datasets/ffmpeg/_ebml.ts";

/** The elements on the way to the description of a video track. */
const WAY_TO_VIDEO: readonly number[] = [0x18538067, 0x1654ae6b, 0xae];

/** What describes the images of a track. */
const VIDEO = 0xe0;

/** Indexes of a Matroska file, whose positions would be wrong. */
const INDEXES: readonly number[] = [0x114d9b74, 0x1c53bb6b];

/** How a Matroska header turns an image: degrees around three axes. */
export interface Projection {
  readonly type?: number;
  readonly yaw?: number;
  readonly pitch?: number;
  readonly roll?: number;
}

/** Returns a Matroska file with a projection in the description of its video track. */
export function withProjection(file: Uint8Array, projection: Projection): Uint8Array {
  const { type = 0, yaw = 0, pitch = 0, roll = 0 } = projection;
  const content = concat([
    encodeElement(0x7671, new Uint8Array([type])),
    ...[yaw, pitch, roll].map((degrees, index) => encodeElement(0x7673 + index, float(degrees))),
  ]);
  return rebuilt(file, encodeElement(0x7670, content));
}

function rebuilt(content: Uint8Array, projection: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let position = 0;
  while (position < content.byteLength) {
    const element = readEbmlElement(content.subarray(position), position);
    if (element === null) throw new Error(`There is no element at ${position}`);
    const { id, start, end } = bounds(element, content);
    const inner = content.subarray(start, end);
    if (id === VIDEO) parts.push(encodeElement(id, concat([inner, projection])));
    else if (WAY_TO_VIDEO.includes(id)) parts.push(encodeElement(id, rebuilt(inner, projection)));
    else if (!INDEXES.includes(id)) parts.push(encodeElement(id, inner));
    position = end;
  }
  return concat(parts);
}

function bounds({ id, start, length }: EbmlElement, content: Uint8Array) {
  return { id, start, end: length === null ? content.byteLength : start + length };
}

/** Encodes an element with a length of eight bytes. */
export function encodeElement(id: number, content: Uint8Array): Uint8Array {
  const name = [id >>> 24, (id >>> 16) & 255, (id >>> 8) & 255, id & 255];
  const start = Math.max(0, name.findIndex((byte) => byte > 0));
  const length = new Uint8Array(8);
  new DataView(length.buffer).setUint32(4, content.byteLength);
  length[0] = 1;
  return concat([new Uint8Array(name.slice(start)), length, content]);
}

function float(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return bytes;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.byteLength;
  }
  return whole;
}
