import assert from "node:assert/strict";
import { type Machine, thisMachine, unsupportedReason } from "../../../runtime/install/machine.ts";
import { requireMachine } from "../../../runtime/install/provision.ts";
import { ProvisionError } from "../../../runtime/wheels/provision_error.ts";
import "../../_libc.ts";

const FIT: Machine = {
  os: "linux",
  arch: "x86_64",
  is64Bit: true,
  glibc: "2.36",
  flags: new Set(["sse4_2", "avx", "avx2"]),
};

const REFUSED: readonly [string, Partial<Machine>, RegExp][] = [
  ["Windows", { os: "windows" }, /WSL 2/],
  ["macOS", { os: "darwin" }, /Linux only; this is darwin/],
  ["32 bits", { arch: "arm", is64Bit: false }, /64-bit processor; this is arm/],
  ["musl", { glibc: null }, /musl/],
  ["an old C library", { glibc: "2.17" }, /2\.27 or newer; this is 2\.17/],
  ["an older major C library", { glibc: "1.90" }, /this is 1\.90/],
  ["no AVX", { flags: new Set(["sse4_2"]) }, /AVX/],
];
Deno.test.each(REFUSED)("unsupportedReason() refuses %s", (_, changes, reason) => {
  assert.match(unsupportedReason({ ...FIT, ...changes }) ?? "", reason);
});

Deno.test.each(REFUSED)(
  "requireMachine() says in one line why it refuses %s",
  (_, changes, reason) => {
    assert.throws(() => requireMachine({ ...FIT, ...changes }), (error) => {
      assert.ok(error instanceof ProvisionError);
      assert.match(
        error.message,
        /^Cannot start TensorFlow as this machine must be able to run it: .+$/,
      );
      assert.match(error.message, reason);
      return true;
    });
  },
);

const ACCEPTED: readonly [string, Partial<Machine>][] = [
  ["x86_64 with AVX", {}],
  ["unknown processor features", { flags: null }],
  ["ARM, which has no AVX", { arch: "aarch64", flags: new Set(["asimd"]) }],
  ["exactly the oldest C library", { glibc: "2.27" }],
];
Deno.test.each(ACCEPTED)("unsupportedReason() accepts %s", (_, changes) => {
  assert.equal(unsupportedReason({ ...FIT, ...changes }), null);
});

Deno.test("thisMachine() describes the machine these tests run on as fit", () => {
  const machine = thisMachine();
  assert.equal(unsupportedReason(machine), null);
  assert.ok((machine.flags?.size ?? 0) > 10);
});
