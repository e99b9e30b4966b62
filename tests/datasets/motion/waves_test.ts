import assert from "node:assert/strict";
import { cosineOfTurns, sineOfTurns } from "../../../datasets/motion/_waves.ts";

Deno.test("sineOfTurns() and cosineOfTurns() follow the circle within 2e-4", () => {
  for (let step = -300; step <= 300; step++) {
    const turns = step / 100;
    assert.ok(Math.abs(sineOfTurns(turns) - Math.sin(2 * Math.PI * turns)) < 2e-4);
    assert.ok(Math.abs(cosineOfTurns(turns) - Math.cos(2 * Math.PI * turns)) < 2e-4);
  }
});
