import assert from "node:assert/strict";
import { parsePackets } from "../../../datasets/ffmpeg/_parse_packets.ts";

const OUTPUT = `#extradata 0:       37, 0x9d0a0a1b
#software: Lavf58.24.100
#tb 0: 1/90000
#media_type 0: video
0,     126000,     132000,     3000,      770, 0x3586052d, S=1,        1, 0x00e000e0
0,     129000, -9223372036854775808,     3000,       39, 0xf1430e95, F=0x0, S=1, MPEGTS Stream ID
0,         -3,         -3,        0,       23, 0x40cc0821, F=0x5
`;

Deno.test("parsePackets() reads times, key frames and what is not shown", () => {
  assert.deepEqual(parsePackets(OUTPUT), {
    tickSec: 1 / 90_000,
    packets: [
      { dts: 126_000, pts: 132_000, duration: 3000, isKey: true, isDiscarded: false },
      { dts: 129_000, pts: null, duration: 3000, isKey: false, isDiscarded: false },
      { dts: -3, pts: -3, duration: 0, isKey: true, isDiscarded: true },
    ],
  });
});

Deno.test("parsePackets() finds no packet where nothing was written", () => {
  assert.deepEqual(parsePackets("").packets, []);
});
