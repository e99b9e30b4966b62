import assert from "node:assert/strict";
import type { EdgeClips } from "../../../../../pipeline/run/stream_state.ts";
import { creditsPerDot, DotFlow } from "../../../../../pipeline/dashboard/page/stream/dot_flow.ts";
import { streamOf } from "../_fixtures.ts";

const EMPTY: EdgeClips = {
  queued: 0,
  decoding: 0,
  decoded: 0,
  batching: 0,
  ready: 0,
  onDevice: 0,
  training: 0,
};

function stateOf(capacity: number, trained: number, clips: Partial<EdgeClips>) {
  const inFlight = Object.values(clips).reduce((sum, count) => sum + count, 0);
  const { total } = streamOf();
  return {
    clips: { ...EMPTY, ...clips },
    credits: { capacity, inFlight },
    total: { ...total, trained },
  };
}

Deno.test("DotFlow moves clips in their order, and credits back behind the free ones", () => {
  const flow = new DotFlow();
  const start = flow.move(stateOf(4, 0, { decoding: 1, training: 2 }));
  assert.deepEqual(start.get("training"), [0, 1]);
  assert.deepEqual(start.get("decoding"), [2]);
  assert.deepEqual(start.get("free"), [3]);
  const later = flow.move(stateOf(4, 2, { queued: 1, training: 1 }));
  assert.deepEqual(later.get("training"), [2]);
  assert.deepEqual(later.get("queued"), [3]);
  assert.deepEqual(later.get("free"), [0, 1]);
});

Deno.test("DotFlow starts again when a resumed run counts from 0", () => {
  const flow = new DotFlow();
  flow.move(stateOf(4, 100, { training: 4 }));
  assert.deepEqual(flow.move(stateOf(4, 0, { queued: 1 })).get("queued"), [0]);
});

Deno.test("DotFlow shows at least one dot where any clip is, and each dot once", () => {
  const flow = new DotFlow();
  const state = stateOf(300, 0, { queued: 1, ready: 200, training: 16 });
  const placed = flow.move(state);
  assert.equal(creditsPerDot(state), 7);
  assert.equal(placed.get("queued")?.length, 1);
  assert.equal(placed.get("ready")?.length, 29);
  assert.equal(placed.get("decoded")?.length, 0);
  const dots = [...placed.values()].flat();
  assert.equal(new Set(dots).size, dots.length);
});
