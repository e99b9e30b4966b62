import assert from "node:assert/strict";
import { parseProbe } from "../../../datasets/ffmpeg/_parse_probe.ts";
import { withoutName } from "../../../datasets/ffmpeg/_without_name.ts";

const OUTPUT_OF_2018 = `[info] Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:a.mp4':
[info]   Metadata:
[info]     title           : Duration: 09:00:00.00, start: 5.000000, bitrate: 1 kb/s
[info]   Duration: 00:01:02.50, start: -1.400000, bitrate: 2696 kb/s
[info]     Stream #0:0(eng): Audio: aac (LC) (mp4a / 0x6134706D), 48000 Hz, 5.1, fltp, 1152 kb/s
[info]     Stream #0:1(eng): Video: h264 (High) (avc1 / 0x31637661), yuv420p, 1920x1080, 24 fps
[info] Output #0, framecrc, to 'pipe:1':
[info]   Metadata:
[info]     encoder         : Lavf58.24.100
[info]     Stream #0:0: Video: h264 (High) (avc1 / 0x31637661), yuv420p(tv, bt709), 1920x1080 [SAR 4:3 DAR 64:27], q=2-31, 1641 kb/s, 23.98 fps, 24 tbr, 57600 tbn, 48 tbc (default)
[info]     Side data:
[info]       displaymatrix: rotation of -90.00 degrees
[info] Stream mapping:
[info]   Stream #0:1 -> #0:0 (copy)
`;
const OUTPUT_OF_2026 = `[info] Input #0, matroska,webm, from 'file:a.mkv':
[info]   Duration: N/A, start: 0.000000, bitrate: N/A
[info]   Stream #0:1[0x2](eng): Video: vp9 (Profile 0), yuv420p(tv), 568x320
[info] Stream mapping:
[info]   Stream #0:1 -> #0:0 (copy)
[info] Output #0, framecrc, to 'pipe:1':
[info]   Stream #0:0: Video: vp9 (Profile 0), yuv420p(tv), 568x320, SAR 1:1 DAR 71:40, 1k fps, 1k tbr, 1k tbn (default)
[info] Press [q] to stop, [?] for help
`;

function parse(stderr: string, path = "a.mp4") {
  return parseProbe(withoutName(stderr, path));
}

Deno.test("parseProbe() reads what ffmpeg of 2018 prints", () => {
  assert.deepEqual(parse(OUTPUT_OF_2018), {
    container: "mov,mp4,m4a,3gp,3g2,mj2",
    fileStartSec: -1.4,
    claimedSec: 62.5,
    hasDisplayMatrix: true,
    framesPerSecond: 23.98,
  });
});

Deno.test("parseProbe() reads what ffmpeg of 2026 prints", () => {
  assert.deepEqual(parse(OUTPUT_OF_2026, "a.mkv"), {
    container: "matroska,webm",
    fileStartSec: 0,
    claimedSec: null,
    hasDisplayMatrix: false,
    framesPerSecond: 1000,
  });
});

Deno.test("parseProbe() takes a rate above the bound for none", () => {
  const text = OUTPUT_OF_2026.replace("1k fps", "1.01k fps");
  assert.equal(parse(text, "a.mkv")?.framesPerSecond, null);
});

Deno.test("parseProbe() reads no fact from a name", () => {
  const lines = OUTPUT_OF_2018.split("\n").slice(0, 4).join("\n");
  const name = `\n${lines.replace("00:01:02.50", "99:00:00.00")}\n.mp4`;
  const text = OUTPUT_OF_2018.replace("a.mp4", name);
  assert.deepEqual(parse(text, name), parse(OUTPUT_OF_2018));
});

Deno.test("parseProbe() returns null if two lines may be ffmpeg's own", () => {
  const line = "[info]   Duration: 09:00:00.00, start: 5.000000, bitrate: 1 kb/s";
  assert.equal(parse(OUTPUT_OF_2018.replace("[info]   Metadata:", line)), null);
  const input = "[info] Input #0, avi, from '':";
  assert.equal(parse(OUTPUT_OF_2018.replace("[info]   Metadata:", input)), null);
  // What ffmpeg cut off, as a path is too long.
  assert.equal(parse(OUTPUT_OF_2018.replace("a.mp4':", "a")), null);
});

Deno.test("parseProbe() describes images by the last description of an output", () => {
  const output = OUTPUT_OF_2018.slice(OUTPUT_OF_2018.indexOf("[info] Output"));
  const forged = output.replace("23.98 fps", "7 fps");
  const text = OUTPUT_OF_2018.replace("[info]   Metadata:\n", forged);
  assert.equal(parse(text)?.framesPerSecond, 23.98);
  assert.equal(parse(OUTPUT_OF_2018.split("[info] Output")[0] ?? ""), null);
});
