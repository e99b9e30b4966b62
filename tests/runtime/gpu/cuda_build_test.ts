import assert from "node:assert/strict";
import { requireCudaMachine } from "../../../runtime/gpu/cuda_build.ts";
import { ProvisionError, thisMachine } from "../../../runtime/install/mod.ts";

const FIT = { ...thisMachine(), os: "linux", arch: "x86_64" };

Deno.test("requireCudaMachine() accepts Linux on x86-64", () => {
  assert.doesNotThrow(() => requireCudaMachine(FIT));
});

Deno.test.each([
  ["ARM", { arch: "aarch64" }],
  ["Windows", { os: "windows" }],
  ["musl", { glibc: null }],
])("requireCudaMachine() refuses %s", (_, changes) => {
  assert.throws(() => requireCudaMachine({ ...FIT, ...changes }), ProvisionError);
});
