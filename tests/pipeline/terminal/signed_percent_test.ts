import assert from "node:assert/strict";
import { signedPercent } from "../../../pipeline/terminal/signed_percent.ts";

Deno.test("signedPercent() shows the sign of what is not zero when rounded", () => {
  const shown = [0.025, -0.003, 0, 0.0002, -0.0002].map(signedPercent);
  assert.deepEqual(shown, ["+2.5", "-0.3", "0.0", "0.0", "0.0"]);
});
