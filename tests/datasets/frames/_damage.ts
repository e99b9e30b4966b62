import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Draws whole numbers below a limit. */
export type Draw = (limit: number) => number;

/** Returns a source of numbers that follow from a seed. */
export function drawFrom(seed: number): Draw {
  const generator = xoroshiro128plus(seed);
  return (limit) => uniformInt(generator, 0, limit - 1);
}

/** Bytes at a file's start and end in which headers and indexes are. */
const HEADER_BYTES = 1024;

/** Numbers that programs take for sizes, counts and times. */
const EXTREMES = [0, 1, 0x7f, 0x80, 0xff];

type Damage = (bytes: Uint8Array, draw: Draw) => Uint8Array;

const DAMAGES: readonly Damage[] = [
  flipBits,
  writeExtremes,
  writeExtremes,
  (bytes, draw) => bytes.slice(0, 1 + draw(bytes.length - 1)),
  removePart,
  repeatPart,
  insertNoise,
];

/** Returns a damaged copy of a file. What is damaged follows from the numbers drawn. */
export function damage(bytes: Uint8Array, draw: Draw): Uint8Array {
  let result = bytes;
  for (let times = 1 + draw(3); times > 0; times--) {
    const change = DAMAGES[draw(DAMAGES.length)] ?? flipBits;
    if (result.length > 16) result = change(result, draw);
  }
  return result;
}

/** Half of all positions are in the headers. */
function drawPosition(length: number, draw: Draw): number {
  const position = draw(length);
  if (draw(2) === 0) return position;
  const inHeader = position % Math.min(length, HEADER_BYTES);
  return draw(3) === 0 ? length - 1 - inHeader : inHeader;
}

function flipBits(bytes: Uint8Array, draw: Draw): Uint8Array {
  const result = bytes.slice();
  for (let times = 1 + draw(32); times > 0; times--) {
    const position = drawPosition(result.length, draw);
    result[position] = (result[position] ?? 0) ^ (1 << draw(8));
  }
  return result;
}

/** Writes numbers of one to eight bytes. */
function writeExtremes(bytes: Uint8Array, draw: Draw): Uint8Array {
  const result = bytes.slice();
  for (let times = 1 + draw(4); times > 0; times--) {
    const position = drawPosition(result.length, draw);
    const value = EXTREMES[draw(EXTREMES.length)] ?? 0;
    result.fill(value, position, position + 2 ** draw(4));
  }
  return result;
}

function removePart(bytes: Uint8Array, draw: Draw): Uint8Array {
  const start = drawPosition(bytes.length, draw);
  const end = start + 1 + draw(256);
  return joined(bytes.subarray(0, start), bytes.subarray(end));
}

function repeatPart(bytes: Uint8Array, draw: Draw): Uint8Array {
  const start = drawPosition(bytes.length, draw);
  return joined(bytes.subarray(0, start), bytes.subarray(draw(bytes.length)));
}

function insertNoise(bytes: Uint8Array, draw: Draw): Uint8Array {
  const start = drawPosition(bytes.length, draw);
  const noise = Uint8Array.from({ length: 1 + draw(64) }, () => draw(256));
  return joined(bytes.subarray(0, start), noise, bytes.subarray(start));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const result = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    result.set(part, position);
    position += part.length;
  }
  return result;
}
