import assert from "node:assert/strict";
import { PacketParser } from "../../../datasets/ffmpeg/_parse_packets.ts";

const OUTPUT = `#extradata 0:       37, 0x9d0a0a1b
#software: Lavf58.24.100
#tb 0: 1/90000
#media_type 0: video
#codec_id 0: h264
#dimensions 0: 1920x1080
#sar 0: 4/3
0,     126000,     132000,     3000,      770, 0x3586052d, S=1,        1, 0x00e000e0
0,     129000, -9223372036854775808,     3000,       39, 0xf1430e95, F=0x0, S=1, MPEGTS Stream ID
0,         -3,         -3,        0,       23, 0x40cc0821, F=0x5
`;

function parse(...parts: readonly string[]): PacketParser {
  const parser = new PacketParser();
  for (const part of parts) parser.push(part);
  return parser;
}

Deno.test("PacketParser reads times, key frames and what is not shown", () => {
  const { list, stream, count } = parse(OUTPUT);
  assert.deepEqual(list, {
    tickSec: 1 / 90_000,
    packets: [
      { dts: 126_000, pts: 132_000, duration: 3000, isKey: true, isDiscarded: false },
      { dts: 129_000, pts: null, duration: 3000, isKey: false, isDiscarded: false },
      { dts: -3, pts: -3, duration: 0, isKey: true, isDiscarded: true },
    ],
  });
  assert.equal(count, 3);
  assert.deepEqual(stream, { codec: "h264", width: 1920, height: 1080, pixelAspect: 4 / 3 });
});

Deno.test("PacketParser reads the same, wherever the text is cut", () => {
  const whole = parse(OUTPUT);
  for (let cut = 0; cut < OUTPUT.length; cut += 7) {
    const parser = parse(OUTPUT.slice(0, cut), OUTPUT.slice(cut));
    assert.deepEqual([parser.list, parser.stream], [whole.list, whole.stream]);
  }
});

Deno.test("PacketParser finds nothing where nothing was written", () => {
  assert.deepEqual([parse("").list.packets, parse("").stream], [[], null]);
});

Deno.test("PacketParser takes an unknown pixel aspect for square, and no size for no images", () => {
  assert.equal(parse(OUTPUT.replace("4/3", "0/1")).stream?.pixelAspect, 1);
  assert.equal(parse(OUTPUT.replace("1920x1080", "0x0")).stream, null);
});
