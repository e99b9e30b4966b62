import assert from "node:assert/strict";
import { driverVersion } from "../../../runtime/gpu/nvidia_driver.ts";

Deno.test("driverVersion() reads what the kernel modules report", () => {
  const closed = "NVRM version: NVIDIA UNIX x86_64 Kernel Module  525.60.13  Wed Nov 30 2022\n";
  const open = "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.124.06  Release\n";
  assert.equal(
    driverVersion(closed + "GCC version:  gcc version 12.2.0 (Debian 12.2.0-14)\n"),
    "525.60.13",
  );
  assert.equal(driverVersion(open), "570.124.06");
  assert.equal(driverVersion(""), null);
});
