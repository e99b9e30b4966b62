import assert from "node:assert/strict";
import { processorName } from "../../../runtime/install/mod.ts";

Deno.test({
  name: "a processor's name has its generation",
  ignore: Deno.build.os !== "linux" || Deno.build.arch !== "x86_64",
  fn() {
    assert.match(processorName(), /^\S.* \(family \d+, model \d+\)$/);
  },
});
