import { FileReader } from "./_file_reader.ts";
import { type MovBox, readMovBox } from "./_mov_box.ts";

/**
 * Where an MP4 file keeps the settings of H.264, box in box, and how many bytes of each box come
 * before the boxes in it.
 */
const SETTINGS_PATH: readonly { readonly name: string; readonly headBytes: number }[] = [
  { name: "moov", headBytes: 0 },
  { name: "trak", headBytes: 0 },
  { name: "mdia", headBytes: 0 },
  { name: "minf", headBytes: 0 },
  { name: "stbl", headBytes: 0 },
  { name: "stsd", headBytes: 8 },
  { name: "avc1", headBytes: 78 },
  { name: "avcC", headBytes: 0 },
];

/** Boxes of one name that are looked into, at most: ffmpeg itself reads no more video streams. */
const MAX_BOXES = 1000;

/** Where the content of a box is in the file. */
type BoxContent = Pick<MovBox, "start" | "end">;

/** More bytes than the settings of any encoder have. */
const MAX_SETTINGS_BYTES = 4096;

/** Profiles whose settings say the color format and the bits of a sample as well. */
const HIGH_PROFILES: ReadonlySet<number> = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128]);

/** The color format that has one flag more. */
const CHROMA_444 = 3;

/**
 * The `pic_order_cnt_type` of H.264 (ITU-T H.264, 7.4.2.1.1) by which pictures are shown in the
 * order of decoding.
 */
const DECODING_ORDER = 2;

/**
 * Whether the settings in an MP4 file say that all its H.264 is shown in the order of decoding.
 * `false` also where they do not say it, or cannot be read.
 */
export async function saysDecodingOrder(path: string): Promise<boolean> {
  using file = await FileReader.open(path);
  const settings = await findSettings(file);
  for (const { start, end } of settings) {
    const bytes = await file.read(start, Math.min(end - start, MAX_SETTINGS_BYTES));
    if (orderType(bytes) !== DECODING_ORDER) return false;
  }
  return settings.length > 0;
}

/** Finds the settings of all H.264 in a file; none if there are too many. */
async function findSettings(file: FileReader): Promise<BoxContent[]> {
  let parents: BoxContent[] = [{ start: 0, end: Infinity }];
  for (const { name, headBytes } of SETTINGS_PATH) {
    const found: BoxContent[] = [];
    for (const parent of parents) {
      for await (const box of boxesIn(file, parent)) {
        if (box.name === name) found.push({ start: box.start + headBytes, end: box.end });
        if (found.length > MAX_BOXES) return [];
      }
    }
    parents = found;
  }
  return parents;
}

/** Yields the boxes in a part of a file. Fragments end the search: settings come before them. */
async function* boxesIn(file: FileReader, { start, end }: BoxContent): AsyncGenerator<MovBox> {
  let position = start;
  while (position < end) {
    const box = await readMovBox(file, position);
    if (box === null || box.name === "moof") return;
    yield box;
    position = box.end;
  }
}

/**
 * Returns the `pic_order_cnt_type` of the sequence parameter set in the content of a box `avcC`
 * (ISO/IEC 14496-15, 5.3.3); null if it has none, or several, which may differ.
 */
function orderType(settings: Uint8Array): number | null {
  const count = (settings[5] ?? 0) & 0x1f;
  const length = (settings[6] ?? 0) << 8 | (settings[7] ?? 0);
  const unit = settings.subarray(8, 8 + length);
  if (count !== 1 || unit.byteLength < length || length < 5) return null;
  const bits = new BitReader(withoutEmulation(unit));
  bits.read(8);
  const profile = bits.read(8);
  // Constraints and level.
  bits.read(16);
  bits.readCode();
  if (HIGH_PROFILES.has(profile)) skipHighSettings(bits);
  // The bits of a frame number.
  bits.readCode();
  const type = bits.readCode();
  return bits.hasEnded ? null : type;
}

function skipHighSettings(bits: BitReader): void {
  const chroma = bits.readCode();
  if (chroma === CHROMA_444) bits.read(1);
  // Bits of brightness and of color, and whether lossless coding bypasses the transform.
  bits.readCode();
  bits.readCode();
  bits.read(1);
  const hasScaling = bits.read(1) === 1;
  if (!hasScaling) return;
  for (let list = 0; list < (chroma === CHROMA_444 ? 12 : 8); list++) {
    if (bits.read(1) === 1) skipScalingList(bits, list < 6 ? 16 : 64);
  }
}

/** Skips a scaling list (ITU-T H.264, 7.3.2.1.1.1). */
function skipScalingList(bits: BitReader, size: number): void {
  let last = 8;
  for (let index = 0; index < size; index++) {
    const code = bits.readCode();
    const delta = code % 2 === 1 ? (code + 1) / 2 : -code / 2;
    const next = (last + delta + 256) % 256;
    // From here on the list repeats its last value.
    if (next === 0) return;
    last = next;
  }
}

/** Removes the bytes that keep a unit from looking like the start of another (0, 0, 3). */
function withoutEmulation(unit: Uint8Array): Uint8Array {
  return unit.filter((byte, index) =>
    !(byte === 3 && index >= 2 && unit[index - 1] === 0 && unit[index - 2] === 0)
  );
}

/** Reads bits from the highest of the first byte on; zeros after the end. */
class BitReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Whether more bits were read than there are. */
  get hasEnded(): boolean {
    return this.#position > 8 * this.#bytes.byteLength;
  }

  /** Reads a number of up to 31 bits. */
  read(bits: number): number {
    let value = 0;
    for (let bit = 0; bit < bits; bit++) {
      const byte = this.#bytes[this.#position >> 3] ?? 0;
      value = value * 2 + (byte >> (7 - this.#position % 8) & 1);
      this.#position++;
    }
    return value;
  }

  /** Reads an unsigned Exp-Golomb code: as many zeros as bits that follow the first one. */
  readCode(): number {
    let zeros = 0;
    while (this.read(1) === 0 && !this.hasEnded) zeros++;
    return 2 ** zeros - 1 + this.read(zeros);
  }
}
