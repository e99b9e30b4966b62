import assert from "node:assert/strict";
import { parseProbe } from "../../../datasets/ffmpeg/_parse_probe.ts";

const OUTPUT_OF_2018 = `Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'a.mp4':
  Duration: 00:01:02.50, start: 0.000000, bitrate: 2696 kb/s
    Stream #0:0(eng): Audio: aac (LC) (mp4a / 0x6134706D), 48000 Hz, 5.1, fltp, 1152 kb/s (default)
    Stream #0:1(eng): Video: h264 (High) (avc1 / 0x31637661), yuv420p(tv, bt709), 1920x1080 [SAR 4:3 DAR 64:27], 1641 kb/s, 23.98 fps, 24 tbr, 57600 tbn, 48 tbc (default)
    Metadata:
      rotate          : 90
    Side data:
      displaymatrix: rotation of -90.00 degrees
`;
const OUTPUT_OF_2026 = `Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'a.mp4':
  Duration: N/A, start: 0.000000, bitrate: N/A
  Stream #0:0[0x1]: Video: mjpeg (Baseline), yuvj420p(pc), 600x600, 90k tbr, 90k tbn (attached pic)
  Stream #0:1[0x2](eng): Video: vp9 (Profile 0), yuv420p(tv), 568x320, SAR 1:1 DAR 71:40, 1k fps, 1k tbr, 1k tbn (default)
    Side data:
      Display Matrix: rotation of 180.00 degrees
  Stream #0:2[0x3]: Video: h264, yuv420p, 64x64, 25 fps
    Side data:
      Display Matrix: rotation of -90.00 degrees
`;

Deno.test("parseProbe() reads what ffmpeg of 2018 prints", () => {
  assert.deepEqual(parseProbe(OUTPUT_OF_2018), {
    container: "mov,mp4,m4a,3gp,3g2,mj2",
    fileStartSec: 0,
    claimedSec: 62.5,
    codedWidth: 1920,
    codedHeight: 1080,
    pixelAspect: 4 / 3,
    hasDisplayMatrix: true,
    framesPerSecond: 23.98,
    codec: "h264",
  });
});

Deno.test("parseProbe() reads what ffmpeg of 2026 prints, and ignores cover pictures", () => {
  assert.deepEqual(parseProbe(OUTPUT_OF_2026), {
    container: "mov,mp4,m4a,3gp,3g2,mj2",
    fileStartSec: 0,
    claimedSec: null,
    codedWidth: 568,
    codedHeight: 320,
    pixelAspect: 1,
    hasDisplayMatrix: true,
    framesPerSecond: 1000,
    codec: "vp9",
  });
});

Deno.test("parseProbe() finds no video among sound and cover pictures", () => {
  const lines = OUTPUT_OF_2026.split("\n").filter((line) => !/#0:[12]/.test(line));
  assert.equal(parseProbe(lines.join("\n")), null);
  assert.equal(parseProbe(""), null);
  // An unknown pixel aspect is taken for square pixels.
  assert.equal(parseProbe(OUTPUT_OF_2018.replace("SAR 4:3", "SAR 0:1"))?.pixelAspect, 1);
});

Deno.test("parseProbe() takes the container's pixel aspect, which comes second", () => {
  const twice = OUTPUT_OF_2018.replace("DAR 64:27],", "DAR 64:27], SAR 32:27 DAR 16:9,");
  assert.equal(parseProbe(twice)?.pixelAspect, 32 / 27);
});

Deno.test("parseProbe() reads the start of the file, and nothing of the output", () => {
  const shifted = OUTPUT_OF_2018.replace("start: 0.000000", "start: -1.400000");
  assert.equal(parseProbe(shifted)?.fileStartSec, -1.4);
  const output = `Output #0, framecrc, to 'pipe:1':
  Stream #0:0: Video: h264, yuv420p, 64x64, 25 fps
`;
  assert.equal(parseProbe(`Input #0, wav, from 'a.wav':\n${output}`), null);
});
