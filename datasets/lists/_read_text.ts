import { ManifestError } from "../manifest_error.ts";
import { readBounded } from "../read_bounded.ts";
import { shorten } from "../../runtime/text/shorten.ts";

/** Encodings by the byte order mark with which a text in them begins; all others are UTF-8. */
const MARKED_ENCODINGS = [
  { mark: [0xff, 0xfe], encoding: "utf-16le" },
  { mark: [0xfe, 0xff], encoding: "utf-16be" },
] as const;

/** What a decoder puts in the position of bytes that are not text. */
const REPLACEMENT = "\uFFFD";

/**
 * Reads a text file without a byte order mark, as the list or index of a data set: in UTF-8, or in
 * UTF-16 with a byte order mark.
 *
 * @throws {ManifestError} If there is no such file, or it is not text.
 */
export async function readText(path: string): Promise<string> {
  const bytes = await readBytes(path);
  const marked = MARKED_ENCODINGS.find(({ mark }) =>
    mark.every((byte, index) => bytes[index] === byte)
  );
  // Without a mark, text in UTF-16 has zeros.
  if (marked === undefined && bytes.includes(0)) {
    throw new ManifestError(path, "it must be a list of videos, in text");
  }
  const encoding = marked?.encoding ?? "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new ManifestError(path, describeEncoding(bytes, encoding), { cause });
  }
}

/**
 * Splits a text into lines, whatever system wrote it: they end with a line feed, a carriage return,
 * or both.
 */
export function splitLines(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}

/**
 * Reads the words of each line that is not blank.
 *
 * @throws {ManifestError} If there is no such file, or it is not text.
 */
export async function readWords(path: string): Promise<string[][]> {
  const lines = splitLines(await readText(path)).map((line) => line.trim());
  return lines.filter((line) => line !== "").map((line) => line.split(/\s+/));
}

/** Returns what is wrong with a text, with the first line that is. */
function describeEncoding(bytes: Uint8Array, encoding: string): string {
  const lines = splitLines(new TextDecoder(encoding).decode(bytes));
  const index = lines.findIndex((line) => line.includes(REPLACEMENT));
  return `it must be text in UTF-8: line ${index + 1} is '${
    shorten(lines[index] ?? "")
  }'; save it as UTF-8, or ` +
    "convert it with iconv";
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readBounded(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.IsADirectory) {
      throw new ManifestError(path, "it must be a file: it is a folder", { cause });
    }
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new ManifestError(path, "the file does not exist", { cause });
  }
}
