import assert from "node:assert/strict";
import { judgeDeno, judgeMemory, judgeProcessor } from "../../../pipeline/doctor/examine.ts";
import type { Machine } from "../../../runtime/install/mod.ts";

Deno.test("judgeDeno() accepts 2.9 and newer", () => {
  for (const version of ["2.9.0", "2.9.6", "2.10.0", "3.0.0"]) {
    assert.equal(judgeDeno(version), null);
  }
  for (const version of ["2.8.9", "1.46.0"]) assert.equal(judgeDeno(version)?.fatal, true);
});

Deno.test("judgeMemory() warns below 4 GiB", () => {
  assert.equal(judgeMemory(4 * 2 ** 30), null);
  assert.match(judgeMemory(2 ** 30)?.what ?? "", /1024 MiB of memory are free.* 4096 MiB/);
});

Deno.test("judgeProcessor() warns of an x86 processor without AVX2", () => {
  const machine: Machine = {
    os: "linux",
    arch: "x86_64",
    is64Bit: true,
    glibc: "2.36",
    flags: null,
  };
  assert.equal(judgeProcessor({ ...machine, flags: new Set(["avx", "avx2"]) }), null);
  assert.equal(judgeProcessor(machine), null);
  assert.equal(judgeProcessor({ ...machine, arch: "aarch64", flags: new Set(["asimd"]) }), null);
  assert.equal(judgeProcessor({ ...machine, flags: new Set(["avx"]) })?.fatal, false);
});
