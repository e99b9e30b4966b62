import assert from "node:assert/strict";
import { ConfigError } from "../../../pipeline/config/config_error.ts";
import { parseOverride } from "../../../pipeline/config/parse_override.ts";

Deno.test("parseOverride() reads JSON, and text that is not JSON", () => {
  assert.deepEqual(parseOverride("a.b=0.5"), { path: "a.b", value: 0.5 });
  assert.deepEqual(parseOverride("a=[1,2]"), { path: "a", value: [1, 2] });
  assert.deepEqual(parseOverride("a=b=c"), { path: "a", value: "b=c" });
  assert.deepEqual(parseOverride("a=cmpl"), { path: "a", value: "cmpl" });
  for (const text of ["a", "=1", "", ".a=1"]) assert.throws(() => parseOverride(text), ConfigError);
});
