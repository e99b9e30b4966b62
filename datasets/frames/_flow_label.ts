import { createHash } from "node:crypto";
import { readUpTo } from "../../runtime/files/read_up_to.ts";
import { writeAllSync } from "../write_all_sync.ts";

/** What the file of a video's flow says about itself. */
export interface FlowLabel {
  /** By what the flow was computed, with its settings. */
  readonly algorithm: string;
  /** Fingerprint of the video that it belongs to. */
  readonly video: string;
  /** Width of its frames in pixels. */
  readonly width: number;
  /** Height of its frames in pixels. */
  readonly height: number;
}

/** The label with the SHA-256 of all bytes before it, in hex. */
interface CheckedLabel extends FlowLabel {
  readonly sha256: string;
}

/** Length of a label: a box of MP4 at the end of the file that readers of videos pass over. */
const LABEL_BYTES = 512;

/** What the box begins with: its length, and the name of a box that holds nothing. */
const BOX_HEAD = Uint8Array.of(0, 0, LABEL_BYTES >> 8, 0, ...new TextEncoder().encode("free"));

/**
 * Labels the file of a video's flow.
 *
 * @throws {RangeError} If the label is too long.
 */
export async function writeFlowLabel(path: string, label: FlowLabel): Promise<void> {
  const { size } = await Deno.stat(path);
  const checked: CheckedLabel = { ...label, sha256: await digestOfFirst(path, size) };
  const text = new TextEncoder().encode(JSON.stringify(checked));
  if (BOX_HEAD.byteLength + text.byteLength > LABEL_BYTES) {
    throw new RangeError(
      "Cannot label a flow as the name of its algorithm must be short: current value is " +
        label.algorithm,
    );
  }
  const box = new Uint8Array(LABEL_BYTES).fill(" ".charCodeAt(0));
  box.set(BOX_HEAD);
  box.set(text, BOX_HEAD.byteLength);
  using file = await Deno.open(path, { append: true });
  writeAllSync(file, box);
}

/**
 * Reads the label of a file of flow.
 *
 * @returns Null if there is none, or the bytes before it are not those that were labeled.
 */
export async function readFlowLabel(path: string): Promise<FlowLabel | null> {
  const { size } = await Deno.stat(path);
  const start = size - LABEL_BYTES;
  if (start < 0) return null;
  using file = await Deno.open(path);
  await file.seek(start, Deno.SeekMode.Start);
  const box = await readUpTo(file, LABEL_BYTES);
  if (!BOX_HEAD.every((byte, index) => box[index] === byte)) return null;
  const label = parseLabel(new TextDecoder().decode(box.subarray(BOX_HEAD.byteLength)));
  if (label === null || await digestOfFirst(path, start) !== label.sha256) return null;
  return label;
}

function parseLabel(text: string): CheckedLabel | null {
  try {
    const value: unknown = JSON.parse(text);
    return isLabel(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isLabel(value: unknown): value is CheckedLabel {
  if (typeof value !== "object" || value === null) return false;
  const { algorithm, video, sha256, width, height } = value as Partial<CheckedLabel>;
  return [algorithm, video, sha256].every((text) => typeof text === "string") &&
    [width, height].every((side) => Number.isInteger(side) && side! > 0);
}

/** Computes the SHA-256 of a file's first bytes, in hex. */
async function digestOfFirst(path: string, length: number): Promise<string> {
  const file = await Deno.open(path);
  const hash = createHash("sha256");
  let left = length;
  for await (const chunk of file.readable) {
    hash.update(chunk.subarray(0, left));
    left -= Math.min(left, chunk.byteLength);
  }
  return hash.digest("hex");
}
