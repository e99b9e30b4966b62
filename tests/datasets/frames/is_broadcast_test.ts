import assert from "node:assert/strict";
import { join } from "node:path";
import { isBroadcast } from "../../../datasets/frames/_is_broadcast.ts";
import { encodeFormula, testInFolder } from "../_fixtures.ts";

testInFolder("isBroadcast() knows MPEG-TS, also with times (M2TS), and MPEG-PS", async (folder) => {
  const codec = ["-c:v", "mpeg2video", "-pix_fmt", "yuv420p"];
  for (const name of ["a.ts", "a.m2ts", "a.mpg", "a.mkv", "a.mov", "a.avi"]) {
    const path = await encodeFormula(join(folder, name), {
      frames: 25,
      framesPerSecond: 25,
      extra: codec,
    });
    assert.equal(isBroadcast(await Deno.readFile(path)), /ts$|mpg$/.test(name), name);
  }
  assert.ok(!isBroadcast(new Uint8Array()));
});
