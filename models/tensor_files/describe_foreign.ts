import { Buffer } from "node:buffer";
import {
  BINARY_FORMATS,
  type BinaryFormat,
  type ForeignFormat,
  TEXT_FORMATS,
} from "./_foreign_format.ts";
import type { RandomAccessFile } from "./random_access_file.ts";

/** Bytes at each end of a file that are looked at. */
const SAMPLE_BYTES = 2 ** 20;

/** Characters that must be text for the whole file to count as text. */
const TEXT_SAMPLE = 1024;

/** Share of unreadable characters in a text, at most. */
const MAX_UNREADABLE = 0.1;

/** Characters of a text that a message shows. */
const EXCERPT_LENGTH = 60;

/** Names of shards that a message shows. */
const SHARDS_SHOWN = 3;

/** The ends of a file. */
interface FileSample {
  readonly size: number;
  /** The first bytes. */
  readonly start: Uint8Array<ArrayBuffer>;
  /** The last bytes. */
  readonly end: Uint8Array<ArrayBuffer>;
}

/**
 * Returns what a file is that is not of the format it is read as, and what to do; undefined if its
 * content is of no known format. The file's name is not looked at.
 */
export function describeForeign(file: RandomAccessFile): string | undefined {
  const { size } = file;
  if (size === 0) return "it is empty. Get the whole file";
  const length = Math.min(size, SAMPLE_BYTES);
  const start = file.read({ start: 0, length });
  const end = file.read({ start: size - length, length });
  const binary = binaryFormatOf({ size, start, end });
  if (binary !== undefined) return describe(binary, "");
  const text = decodeText(start);
  const format = TEXT_FORMATS.find(({ pattern }) => text !== undefined && pattern.test(text));
  return format && describe(format, text ?? "");
}

function binaryFormatOf(sample: FileSample): BinaryFormat | undefined {
  const start = binaryString(sample.start);
  const end = binaryString(sample.end);
  return BINARY_FORMATS.find(({ magics, offset = 0, holds }) => {
    const [text, position] = offset < 0 ? [end, end.length + offset] : [start, offset];
    return magics.some((magic) => text.startsWith(magic, position)) &&
      (holds === undefined || holds.test(start) || holds.test(end));
  });
}

/** Returns a text with a character for each byte. */
function binaryString(bytes: Uint8Array<ArrayBuffer>): string {
  // Not TextDecoder, whose "latin1" is Windows's variant with other characters from 80 to 9f.
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
}

/** Returns the bytes as text, undefined if they are not text. */
function decodeText(bytes: Uint8Array): string | undefined {
  // Not fatal: the last character may be cut off, and a web page may be in an older encoding.
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  const sample = text.slice(0, TEXT_SAMPLE);
  const unreadable = sample.split("\ufffd").length - 1;
  const hasControls = /[^\P{Cc}\t\n\f\r]/u.test(sample);
  return hasControls || unreadable > sample.length * MAX_UNREADABLE ? undefined : text;
}

/** The encoding by the byte order mark; a shell on Windows writes UTF-16. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return "utf-8";
}

function describe({ what, remedy }: ForeignFormat, text: string): string {
  const shownWhat = what
    .replace("EXCERPT", () => JSON.stringify(excerptOf(text)))
    .replace("SHARDS", () => listShards(text));
  return `it is ${shownWhat}. ${remedy}`;
}

function excerptOf(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, " ");
  return line.length > EXCERPT_LENGTH ? `${line.slice(0, EXCERPT_LENGTH)}…` : line;
}

/** Lists the files that the values of a `weight_map` name. */
function listShards(json: string): string {
  const names = json.matchAll(/:\s*"([^"]+\.(?:safetensors|bin|pth?))"/g).map(([, name]) => name!);
  const shards = [...new Set(names)];
  const shown = shards.slice(0, SHARDS_SHOWN).join(", ");
  const noun = shards.length === 1 ? "file" : "files";
  return `${shards.length} ${noun} (${shown}${shards.length > SHARDS_SHOWN ? ", …" : ""})`;
}
