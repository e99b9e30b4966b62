/**
 * The start and the end of a text without bound: a broken file can make ffmpeg write lines without
 * end. What is between them is left out.
 */
export class KeptText {
  readonly #decoder = new TextDecoder();
  readonly #length: number;
  #head = "";
  #tail = "";

  /** @param length How much of each of them is kept, in UTF-16 units. */
  constructor(length: number) {
    this.#length = length;
  }

  /** Adds bytes of UTF-8 and returns them as text. */
  add(bytes: Uint8Array): string {
    const text = this.#decoder.decode(bytes, { stream: true });
    const room = this.#length - this.#head.length;
    this.#head += text.slice(0, room);
    if (text.length > room) this.#tail = (this.#tail + text.slice(room)).slice(-this.#length);
    return text;
  }

  toString(): string {
    return this.#head + this.#tail;
  }
}
