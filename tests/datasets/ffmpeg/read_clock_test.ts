import assert from "node:assert/strict";
import type { Packet } from "../../../datasets/ffmpeg/_parse_packets.ts";
import { readClock } from "../../../datasets/ffmpeg/_read_clock.ts";

/** Packets at 10 a second in ticks of a millisecond, with a key frame every `keyDistance`. */
function packets(count: number, keyDistance: number, change: Partial<Packet> = {}): Packet[] {
  return Array.from({ length: count }, (_, index) => ({
    dts: 1000 + 100 * index,
    pts: 1000 + 100 * index,
    duration: 100,
    isKey: index % keyDistance === 0,
    isDiscarded: false,
    ...change,
  }));
}

function read(
  list: readonly Packet[],
  container = "mov,mp4,m4a,3gp,3g2,mj2",
  // Its pictures are shown in the order of decoding.
  codec = "mjpeg",
) {
  return readClock({ tickSec: 0.001, packets: list }, {
    // Not looked at: the packets say what comes first.
    path: "no file",
    ffmpegPath: "no ffmpeg",
    container,
    codec,
    fileStartSec: 1,
    signal: undefined,
  });
}

Deno.test("readClock() finds the length and the key frames", async () => {
  const { clock, durationSec } = await read(packets(40, 10));
  assert.equal(durationSec, 4);
  assert.equal(clock.firstTick, 1000);
  assert.deepEqual(clock.keyFrames.map(({ tick }) => tick), [1000, 2000, 3000, 4000]);
  const seeks = clock.keyFrames.map(({ seekSec }) => seekSec.toFixed(3));
  assert.deepEqual(seeks, ["0.001", "1.001", "2.001", "3.001"]);
});

Deno.test("readClock() keeps key frames a quarter of a second apart", async () => {
  const { clock } = await read(packets(10, 1));
  assert.deepEqual(clock.keyFrames.map(({ tick }) => tick), [1000, 1300, 1600, 1900]);
});

/** Why a video is decoded from its start. */
const UNSEEKABLE: Readonly<Record<string, readonly [Packet[], string?]>> = {
  "a clock that starts again": [[...packets(20, 10), ...packets(20, 10)]],
  "a jump ahead of an hour": [[
    ...packets(20, 10),
    ...packets(20, 10).map((packet) => ({ ...packet, dts: (packet.dts ?? 0) + 4e6 })),
  ]],
  "a jump ahead of 11 s in a broadcast": [[
    ...packets(20, 10),
    ...packets(20, 10).map((packet) => ({ ...packet, dts: (packet.dts ?? 0) + 13e3 })),
  ], "mpegts"],
  "unknown times": [packets(40, 10, { dts: null })],
  "two pictures with one time": [
    packets(40, 10).map((packet, index) => ({ ...packet, pts: index === 21 ? 3000 : packet.pts })),
  ],
  "a picture shown long after its neighbors": [
    packets(40, 10).map((packet, index) => ({ ...packet, pts: index === 11 ? 5050 : packet.pts })),
  ],
  "a program stream": [packets(40, 10), "mpeg"],
  "a bare stream": [packets(40, 10), "h264"],
};

for (const [why, [list, container]] of Object.entries(UNSEEKABLE)) {
  Deno.test(`readClock() names no key frames for ${why}`, async () => {
    const { clock, durationSec } = await read(list, container);
    assert.deepEqual(clock.keyFrames, []);
    // Only decoding shows it.
    assert.equal(durationSec, null);
  });
}

Deno.test("readClock() places key frames of AVI late enough for pictures before them", async () => {
  const list = packets(40, 10, { pts: null });
  const { clock, durationSec } = await read(list, "avi", "mpeg4");
  assert.equal(durationSec, 4);
  // The first picture appears with the second packet, others up to 16 packets later.
  assert.equal(clock.firstTick, 1100);
  assert.deepEqual(clock.keyFrames.map(({ tick }) => tick), [2700, 3700, 4700, 5700]);
});

Deno.test("readClock() takes the last step for a last picture of one tick", async () => {
  const list = packets(40, 10).map((packet, index) => ({
    ...packet,
    duration: index === 39 ? 1 : 100,
  }));
  assert.equal((await read(list)).durationSec, 4);
});
