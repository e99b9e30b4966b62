import assert from "node:assert/strict";
import { isKnownLibrary } from "../../../runtime/ffi/is_known_library.ts";
import "../../_libc.ts";

Deno.test({
  name: "isKnownLibrary() finds the libraries that the system's loader finds",
  ignore: Deno.build.os !== "linux",
  fn() {
    assert.equal(isKnownLibrary("libm.so.6"), true);
    assert.equal(isKnownLibrary("libnowhere.so.1"), false);
  },
});

Deno.test({
  name: "isKnownLibrary() knows a library that cannot be loaded",
  ignore: Deno.build.os !== "linux",
  async fn() {
    const file = await Deno.makeTempFile({ suffix: ".so" });
    try {
      assert.equal(isKnownLibrary(file), true);
    } finally {
      await Deno.remove(file);
    }
  },
});
