import assert from "node:assert/strict";
import { thisMachine } from "../../../runtime/install/mod.ts";
import { defaultLocateOptions } from "../../../runtime/install/provision.ts";
import { ProvisionError } from "../../../runtime/wheels/provision_error.ts";
import "../../_libc.ts";

Deno.test("defaultLocateOptions() needs no home before the cache is searched", () => {
  const values = new Map<string, string>();
  for (const name of ["HOME", "XDG_CACHE_HOME"]) {
    const value = Deno.env.get(name);
    if (value !== undefined) values.set(name, value);
    Deno.env.delete(name);
  }
  try {
    assert.throws(defaultLocateOptions(thisMachine()).cacheDirectory, /'HOME' or 'XDG_CACHE_HOME'/);
  } finally {
    for (const [name, value] of values) Deno.env.set(name, value);
  }
});

Deno.test("defaultLocateOptions() refuses a machine without a pinned wheel", () => {
  assert.throws(
    () => defaultLocateOptions({ ...thisMachine(), os: "windows" }),
    (error) => error instanceof ProvisionError && /WSL/.test(error.message),
  );
  assert.throws(
    () => defaultLocateOptions({ ...thisMachine(), os: "linux", arch: "riscv64", glibc: "2.40" }),
    (error) => error instanceof ProvisionError && /linux riscv64/.test(error.message),
  );
});
