import assert from "node:assert/strict";
import { frameDimensions, parseProbe } from "../../../datasets/mod.ts";

const old = `Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'a.mp4':
  Duration: 00:01:02.50, start: 0.000000, bitrate: 2696 kb/s
    Stream #0:0(eng): Audio: aac (LC) (mp4a / 0x6134706D), 48000 Hz, 5.1, fltp, 1152 kb/s (default)
    Stream #0:1(eng): Video: h264 (High) (avc1 / 0x31637661), yuv420p(tv, bt709), 1920x1080 [SAR 4:3 DAR 64:27], 1641 kb/s, 23.98 fps, 24 tbr, 57600 tbn, 48 tbc (default)
    Metadata:
      rotate          : 90
    Side data:
      displaymatrix: rotation of -90.00 degrees
`;
Deno.test("frameDimensions() keeps the display aspect at a given short side", () => {
  const probe = parseProbe(old);
  assert.ok(probe !== null);
  const full = { ...probe, durationSec: 1 };
  // 1080 × 2560 as shown: 128 · 2560 / 1080 = 303.4.
  assert.deepEqual(frameDimensions({ shortSide: 128 }, full), { width: 128, height: 303 });
  const wide = { ...full, displayWidth: 640, displayHeight: 360 };
  assert.deepEqual(frameDimensions({ shortSide: 128 }, wide), { width: 228, height: 128 });
  assert.deepEqual(frameDimensions({ width: 7, height: 5 }, wide), { width: 7, height: 5 });
  assert.throws(() => frameDimensions({ shortSide: 0 }, wide), RangeError);
  assert.throws(() => frameDimensions({ width: 7, height: 1.5 }, wide), RangeError);
});
