import assert from "node:assert/strict";
import { type tf, uploadFloat32, uploadUint8 } from "../../runtime/mod.ts";
import { withoutLeaks } from "../_leaks.ts";

Deno.test("uploadFloat32() makes a tensor on the device, without a copy on the host", () => {
  withoutLeaks(() => {
    const values = Float32Array.of(1.5, -2, 3, 4);
    const tensor = uploadFloat32<tf.Rank.R2>(values, [2, 2]);
    values.fill(0);
    assert.deepEqual(tensor.arraySync(), [[1.5, -2], [3, 4]]);
  });
});

Deno.test("uploadFloat32() refuses values that do not fill the shape", () => {
  assert.throws(() => uploadFloat32(new Float32Array(5), [2, 3]), {
    name: "RangeError",
    message:
      "Cannot create a tensor of shape [2,3] as its values must have 24 bytes: current value is 20",
  });
});

Deno.test("uploadUint8() widens bytes to float32 on the device", () => {
  withoutLeaks(() => {
    const frames = uploadUint8(Uint8Array.of(0, 1, 128, 255), [1, 2, 2]);
    assert.equal(frames.dtype, "float32");
    assert.deepEqual(frames.arraySync(), [[[0, 1], [128, 255]]]);
  });
});

Deno.test("uploadUint8() refuses bytes that do not fill the shape", () => {
  assert.throws(
    () => uploadUint8(new Uint8Array(5), [2, 3]),
    /shape \[2,3\] as its values must have 6 bytes: current value is 5/,
  );
});

Deno.test("uploadFloat32() refuses sizes that no tensor has", () => {
  for (const shape of [[-1, -2], [0.5, 4], [NaN]]) {
    assert.throws(() => uploadFloat32(new Float32Array(2), shape), {
      name: "RangeError",
      message: "Cannot create a tensor as all sizes of its shape must be non-negative integers: " +
        `current value is [${shape}]`,
    });
  }
});
