import assert from "node:assert/strict";
import { isIndexLast } from "../../../datasets/frames/_index_position.ts";
import { examineBytes } from "../../../datasets/frames/_video_bytes.ts";

/** Boxes of an MP4 file: a header and as many zeros as its length says. */
function boxes(...sizes: readonly (readonly [string, number])[]): Uint8Array<ArrayBuffer> {
  const parts = sizes.map(([type, length]) => {
    const box = new Uint8Array(length);
    new DataView(box.buffer).setUint32(0, length);
    box.set(new TextEncoder().encode(type), 4);
    return [...box];
  });
  return Uint8Array.from(parts.flat());
}

const CASES: readonly (readonly [string, Uint8Array, boolean | null])[] = [
  ["nothing", new Uint8Array(), null],
  ["half a header", Uint8Array.of(0, 0, 0), null],
  ["the index first", boxes(["ftyp", 24], ["moov", 16]), false],
  ["the data first", boxes(["ftyp", 24], ["free", 8], ["mdat", 16]), true],
  ["old MOV", boxes(["wide", 8], ["mdat", 16]), true],
  ["not known yet", boxes(["ftyp", 24]), null],
  ["Matroska", Uint8Array.of(0x1a, 0x45, 0xdf, 0xa3, 0, 0, 0, 0), false],
  ["a box without a length", boxes(["ftyp", 24], ["free", 8]).fill(0, 24, 28), false],
];

for (const [situation, head, expected] of CASES) {
  Deno.test(`isIndexLast(): ${situation}`, () => assert.equal(isIndexLast(head), expected));
}

Deno.test("examineBytes() loses no byte, however they come", async () => {
  const file = boxes(["ftyp", 24], ["mdat", 100]);
  for (const size of [1, 7, 30, 200]) {
    const parts = Array.from(
      { length: Math.ceil(file.length / size) },
      (_, index) => file.slice(index * size, (index + 1) * size),
    );
    const { bytes, needsFile } = await examineBytes(ReadableStream.from(parts));
    assert.ok(needsFile);
    assert.deepEqual(
      await new Response(bytes as ReadableStream<Uint8Array<ArrayBuffer>>).bytes(),
      file,
    );
  }
});
