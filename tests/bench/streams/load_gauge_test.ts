import assert from "node:assert/strict";
import type { StreamCase } from "../../../bench/streams/stream_case.ts";
import { LoadGauge } from "../../../bench/streams/load_gauge.ts";
import type { Ticket } from "../../../operators/stream/mod.ts";

const TICKETS: readonly Ticket[] = ["a", "b", "c", "d"].map((id, position) => ({
  video: { id, path: "", label: 0 },
  phase: 0,
  epoch: 0,
  position,
  repeat: 0,
  role: "labeled",
}));

const CASE: StreamCase = {
  tickets: TICKETS,
  batch: { labeled: 2, ratio: 0 },
  concurrency: 2,
  credits: 4,
  load: () => Promise.resolve(new Uint8Array(10)),
  step: () => Promise.resolve(),
};

/** Reads, decodes and steps by hand. */
function watch() {
  const gauge = new LoadGauge();
  const { tickets, load, step } = gauge.watch(CASE);
  const source = tickets[Symbol.iterator]();
  return {
    gauge,
    read: (count: number) => Array.from({ length: count }, () => source.next().value as Ticket),
    decode: async (ticket: Ticket) => ({ ticket, frames: await load(ticket) }),
    step,
  };
}

Deno.test("LoadGauge counts videos from their reading to the end of their step", async () => {
  const { gauge, read, decode, step } = watch();
  const [a, b, c] = read(3);
  const clips = [await decode(a!), await decode(b!)];
  await step(clips, 0);
  await decode(c!);
  read(1);
  assert.deepEqual(gauge.load, {
    videos: 2,
    maxLead: 3,
    maxHeld: 2,
    maxHeldBytes: 20,
    outOfOrder: 0,
  });
});

Deno.test("LoadGauge counts videos in another position than the source's", async () => {
  const { gauge, read, decode, step } = watch();
  const [a, b, c] = read(3);
  await step([await decode(b!), await decode(a!)], 0);
  await step([await decode(c!)], 1);
  assert.equal(gauge.load.outOfOrder, 2);
});

Deno.test("LoadGauge refuses a stream that loses a video, or gives one twice", async () => {
  const { gauge, read, decode, step } = watch();
  const [a] = read(2);
  const clip = await decode(a!);
  await step([clip], 0);
  assert.throws(() => gauge.requireAll(), {
    message: "Cannot measure a stream as the device must get 2 videos: current value is 1",
  });
  await assert.rejects(step([clip], 1), {
    message: "Cannot measure a stream as it must give each video once: video 0 came again",
  });
});
