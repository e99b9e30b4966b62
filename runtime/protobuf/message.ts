import { joinBytes } from "./join_bytes.ts";

/** Types of fields on the wire. */
const WIRE = { varint: 0, double: 1, bytes: 2, float: 5 } as const;

const encoder = new TextEncoder();

/**
 * A message of a protocol buffer, written field by field. Long bytes are kept as they are and not
 * copied: a message of large tensors takes no memory beside them.
 */
export class Message {
  readonly #chunks: Uint8Array<ArrayBuffer>[] = [];
  #length = 0;

  /** Its bytes, in pieces. */
  get chunks(): readonly Uint8Array<ArrayBuffer>[] {
    return this.#chunks;
  }

  /** Number of its bytes. */
  get length(): number {
    return this.#length;
  }

  /** Adds an integer, enum or boolean; a negative one as 64 bits. */
  integer(field: number, value: number | bigint | boolean): this {
    return this.#key(field, WIRE.varint).#append(varint(BigInt(value)));
  }

  /** Adds integers in one field. */
  integers(field: number, values: readonly number[]): this {
    return this.bytes(field, joinBytes(values.map((value) => varint(BigInt(value)))));
  }

  /** Adds a number of 32 bits. */
  float(field: number, value: number): this {
    const content = new Uint8Array(4);
    new DataView(content.buffer).setFloat32(0, value, true);
    return this.#key(field, WIRE.float).#append(content);
  }

  /** Adds a number of 64 bits. */
  double(field: number, value: number): this {
    const content = new Uint8Array(8);
    new DataView(content.buffer).setFloat64(0, value, true);
    return this.#key(field, WIRE.double).#append(content);
  }

  /** Adds numbers of 64 bits in one field. */
  doubles(field: number, values: readonly number[]): this {
    const content = new Uint8Array(8 * values.length);
    const view = new DataView(content.buffer);
    values.forEach((value, index) => view.setFloat64(8 * index, value, true));
    return this.bytes(field, content);
  }

  /** Adds bytes, which must not be changed afterwards. */
  bytes(field: number, content: Uint8Array<ArrayBuffer>): this {
    return this.#key(field, WIRE.bytes).#append(varint(BigInt(content.length))).#append(content);
  }

  /** Adds a text. */
  text(field: number, content: string): this {
    return this.bytes(field, encoder.encode(content));
  }

  /** Adds a message, to which nothing may be added afterwards. */
  message(field: number, content: Message): this {
    this.#key(field, WIRE.bytes).#append(varint(BigInt(content.length)));
    for (const chunk of content.chunks) this.#append(chunk);
    return this;
  }

  /** Returns all bytes in one piece. */
  toBytes(): Uint8Array<ArrayBuffer> {
    return joinBytes(this.#chunks);
  }

  #key(field: number, wire: number): this {
    return this.#append(varint(BigInt(field << 3 | wire)));
  }

  #append(chunk: Uint8Array<ArrayBuffer>): this {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    return this;
  }
}

function varint(value: bigint): Uint8Array<ArrayBuffer> {
  const digits: number[] = [];
  let left = BigInt.asUintN(64, value);
  while (left >= 0x80n) {
    digits.push(Number(left & 0x7fn) | 0x80);
    left >>= 7n;
  }
  return Uint8Array.from([...digits, Number(left)]);
}
