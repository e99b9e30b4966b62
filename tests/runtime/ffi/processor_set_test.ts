import assert from "node:assert/strict";
import { ProcessorSet } from "../../../runtime/ffi/processor_set.ts";

for (const numbers of [[], [0], [1, 7, 8], [63, 64], [0, 8191]]) {
  Deno.test(`ProcessorSet holds [${numbers}]`, () => {
    const set = new ProcessorSet(numbers);
    assert.deepEqual(set.numbers, numbers);
    const bits = set.bytes.map((byte) => byte.toString(2).replaceAll("0", "").length);
    assert.equal(bits.reduce((sum, count) => sum + count), numbers.length);
  });
}

Deno.test("ProcessorSet stores number n as bit n", () => {
  assert.deepEqual(new ProcessorSet([9]).bytes.subarray(0, 3), new Uint8Array([0, 2, 0]));
});
