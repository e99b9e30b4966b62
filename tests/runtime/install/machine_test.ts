import assert from "node:assert/strict";
import { type Machine, thisMachine, unsupportedReason } from "../../../runtime/install/machine.ts";
import { requireMachine } from "../../../runtime/install/provision.ts";
import { ProvisionError } from "../../../runtime/install/provision_error.ts";
import { isFittingVersion, pinnedWheel } from "../../../runtime/install/wheel.ts";
import "../../_libc.ts";

const FIT: Machine = {
  os: "linux",
  arch: "x86_64",
  is64Bit: true,
  glibc: "2.36",
  flags: new Set(["sse4_2", "avx", "avx2"]),
};

const refused: readonly [string, Partial<Machine>, RegExp][] = [
  ["Windows", { os: "windows" }, /WSL 2/],
  ["macOS", { os: "darwin" }, /Linux only; this is darwin/],
  ["32 bits", { arch: "arm", is64Bit: false }, /64-bit processor; this is arm/],
  ["musl", { glibc: null }, /musl/],
  ["an old C library", { glibc: "2.17" }, /2\.27 or newer; this is 2\.17/],
  ["an older major C library", { glibc: "1.90" }, /this is 1\.90/],
  ["no AVX", { flags: new Set(["sse4_2"]) }, /AVX/],
];
for (const [name, changes, reason] of refused) {
  Deno.test(`unsupportedReason() refuses ${name}`, () => {
    assert.match(unsupportedReason({ ...FIT, ...changes }) ?? "", reason);
  });

  Deno.test(`requireMachine() says in one line why it refuses ${name}`, () => {
    assert.throws(() => requireMachine({ ...FIT, ...changes }), (error) => {
      assert.ok(error instanceof ProvisionError);
      assert.match(
        error.message,
        /^Cannot start TensorFlow as this machine must be able to run it: .+$/,
      );
      assert.match(error.message, reason);
      return true;
    });
  });
}

const accepted: readonly [string, Partial<Machine>][] = [
  ["x86_64 with AVX", {}],
  ["unknown processor features", { flags: null }],
  ["ARM, which has no AVX", { arch: "aarch64", flags: new Set(["asimd"]) }],
  ["exactly the oldest C library", { glibc: "2.27" }],
];
for (const [name, changes] of accepted) {
  Deno.test(`unsupportedReason() accepts ${name}`, () => {
    assert.equal(unsupportedReason({ ...FIT, ...changes }), null);
  });
}

Deno.test("thisMachine() describes the machine these tests run on as fit", () => {
  const machine = thisMachine();
  assert.equal(unsupportedReason(machine), null);
  assert.ok((machine.flags?.size ?? 0) > 10);
});

Deno.test("pinnedWheel() has wheels whose names agree with their fields", () => {
  for (const arch of ["x86_64", "aarch64"]) {
    const wheel = pinnedWheel({ os: "linux", arch });
    assert.ok(wheel !== null);
    assert.match(wheel.sha256, /^[0-9a-f]{64}$/);
    const name = wheel.project.replace("-", "_");
    assert.equal(wheel.fileName, `${name}-${wheel.version}-cp311-cp311-manylinux_2_27_${arch}.whl`);
    assert.equal(wheel.platform, `manylinux_2_27_${arch}`);
  }
  assert.equal(pinnedWheel({ os: "linux", arch: "riscv64" }), null);
});

Deno.test("isFittingVersion() takes patches of the same minor version", () => {
  for (const version of ["2.21.0", "2.21.12"]) assert.ok(isFittingVersion(version));
  for (const version of ["2.20.0", "2.22.0", "2.21.0rc1", "12.21.0", "2.210.0"]) {
    assert.ok(!isFittingVersion(version));
  }
});
